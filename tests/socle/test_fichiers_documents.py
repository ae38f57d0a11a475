"""A document holds what its extension says, without macro, script or page of another site."""

import re
import zlib
from time import process_time

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile

from portal.socle.fichiers import documents, pdf
from portal.socle.fichiers.documents import verifier_document
from tests.fabriques.fichiers import PDF, SVG, archive, dessin, fichier, octets, odf, ooxml

MACROS = "Ce document contient des macros\u00a0: enregistrez-le sans macros, ou en PDF."
ACTIF = "Ce PDF contient un script ou lance un programme\u00a0: imprimez-le en PDF pour l’en débarrasser."
WEB = "Ce fichier contient du code de page web\u00a0: enregistrez-le en texte simple."


def illisible(suffixe: str) -> str:
    return f"Ce fichier n’est pas du texte lisible\u00a0: enregistrez-le en .{suffixe}, encodage UTF-8."


def autre(suffixe: str, vu: str = "") -> str:
    precision = f" ({vu})" if vu else ""
    return f"Le nom du fichier finit par .{suffixe}, mais son contenu est autre{precision}\u00a0: vérifiez-le."


def refus(envoi: UploadedFile) -> str:
    with pytest.raises(ValidationError) as leve:
        verifier_document(envoi)
    return leve.value.messages[0]


# --- What is kept ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("nom", "contenu"),
    [
        ("Bilan 2025.pdf", PDF),
        ("lettre.odt", odf("text")),
        ("budget.ods", odf("spreadsheet")),
        ("reunion.odp", odf("presentation")),
        ("lettre.docx", ooxml("word/document.xml")),
        ("budget.XLSX", ooxml("xl/workbook.xml")),
        ("reunion.pptx", ooxml("ppt/presentation.xml")),
        ("liste.csv", "Prénom;Ville\r\nZoé;Évry\r\n".encode()),
        ("liste.csv", b"\xef\xbb\xbfPr\xc3\xa9nom;Ville\r\n"),
        ("ancienne.csv", "Prénom;Ville\r\nZoé;Évry – 5 €\r\n".encode("cp1252")),
        ("note.txt", "5 < 6, et l’inverse\t!\n".encode()),
    ],
)
def test_document_est_garde_tel_quel(nom, contenu):
    garde = verifier_document(fichier(nom, contenu))

    assert garde.read() == contenu
    mots, suffixe = nom.lower().replace(" ", "-").rsplit(".", 1)
    assert re.fullmatch(rf"{mots}-[0-9a-f]{{16}}\.{suffixe}", garde.name)


# --- What is refused -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("nom", "contenu", "phrase"),
    [
        (
            "programme.exe",
            b"MZ",
            "Ce format n’est pas accepté. Formats acceptés\u00a0: csv, docx, odp, ods, odt, pdf, pptx, txt, xlsx.",
        ),
        ("vide.pdf", b"", "Ce fichier est vide\u00a0: choisissez-en un autre."),
        ("facture.pdf", b"MZ" + b"\0" * 200, autre("pdf", ".exe")),
        ("facture.pdf", octets(dessin(), "PNG"), autre("pdf", ".png")),
        ("facture.pdf", b" " + PDF, autre("pdf")),
        ("lettre.docx", PDF, autre("docx", ".pdf")),
        ("lettre.docx", b"bonjour", autre("docx")),
        ("lettre.docx", ooxml("xl/workbook.xml"), autre("docx")),
        ("lettre.docx", archive(**{"word/document.xml": b"<x/>"}), autre("docx")),
        ("lettre.odt", odf("spreadsheet"), autre("odt", ".docx")),
        ("lettre.odt", archive(**{"content.xml": b"<x/>"}), autre("odt", ".docx")),
        ("lettre.docx", ooxml(**{"word/vbaProject.bin": b"x"}), MACROS),
        (
            "lettre.docx",
            ooxml(types=b"<Override ContentType='application/vnd.ms-word.document.macroEnabled.main'/>"),
            MACROS,
        ),
        ("lettre.odt", odf(**{"Basic/Standard/Module1.xml": b"x"}), MACROS),
        ("lettre.odt", odf(**{"Scripts/python/m.py": b"x"}), MACROS),
        ("liste.csv", "Prénom;Ville\n".encode("utf-16"), illisible("csv")),
        ("liste.csv", b"a;b\0\n", illisible("csv")),
        ("liste.csv", b"a\x81\x8d", illisible("csv")),
        ("note.txt", PDF + b"\x00", illisible("txt")),
        ("note.txt", b"<HTML><body>bonjour", WEB),
        ("note.txt", b"bonjour < script>alert(1)</script>", WEB),
        ("liste.csv", SVG, WEB),
    ],
    ids=lambda valeur: valeur if isinstance(valeur, str) and len(valeur) < 14 else "",
)
def test_document_qui_n_est_pas_ce_qu_il_dit(nom, contenu, phrase):
    assert refus(fichier(nom, contenu)) == phrase


class Illisible:
    """A file that nobody may read."""

    def read(self, *_taille):
        raise AssertionError("read")


def test_document_trop_lourd_est_refuse_sans_etre_lu():
    envoi = UploadedFile(Illisible(), "rapport.pdf", "application/pdf", 12 * 1024 * 1024)

    assert refus(envoi) == "Ce fichier pèse 12\u00a0Mo\u00a0; le maximum est de 10\u00a0Mo. Allégez-le."


LOURD = "Ce document est trop lourd une fois ouvert\u00a0: allégez ses images ou découpez-le."


def test_archive_qui_gonfle_est_refusee(monkeypatch):
    monkeypatch.setattr(documents, "TAILLE_OUVERTE_MAXIMALE", 1_000_000)
    contenu = ooxml(**{"word/media/image.bmp": b"\0" * 1_000_001})
    assert len(contenu) < 5_000

    assert refus(fichier("bombe.docx", contenu)) == LOURD


def test_archive_aux_mille_membres_est_refusee(monkeypatch):
    monkeypatch.setattr(documents, "MEMBRES_MAXIMUM", 2)

    assert verifier_document(fichier("lettre.docx", ooxml())).size > 0
    assert refus(fichier("lettre.docx", ooxml(autre=b"x"))) == LOURD


# --- PDF -------------------------------------------------------------------------------------------------------------


def pdf_avec(objet: bytes) -> bytes:
    return PDF.replace(b"trailer", objet + b"\ntrailer")


def objets_caches(contenu: bytes) -> bytes:
    """An object stream: objects of a PDF, packed."""
    tasse = zlib.compress(contenu)
    return b"5 0 obj\n<< /Type /ObjStm /Filter /FlateDecode >>\nstream\n" + tasse + b"\nendstream\nendobj"


@pytest.mark.parametrize(
    "objet",
    [
        b"3 0 obj << /S /JavaScript /JS (app.alert(1)) >> endobj",
        b"3 0 obj << /S /Launch /F (calc.exe) >> endobj",
        b"3 0 obj << /S /J#61va#53cript >> endobj",
        b"3 0 obj << /S %ici\n/JavaScript >> endobj",
        b"3 0 obj << /Names << /JavaScript 7 0 R >> >> endobj",
        b"3 0 obj << /JS 7 0 R >> endobj",
        b"3 0 obj << /Subtype /RichMedia >> endobj",
        objets_caches(b"3 0 << /S /JavaScript >>"),
    ],
    ids=["script", "program", "hidden letters", "comment", "names", "elsewhere", "medium", "packed objects"],
)
def test_pdf_qui_agit_est_refuse(objet):
    assert refus(fichier("rapport.pdf", pdf_avec(objet))) == ACTIF


@pytest.mark.parametrize(
    "objet",
    [
        b"3 0 obj << /S /URI /URI (https://structure.example/JavaScript/JS) >> endobj",
        b"3 0 obj << /Font << /JSans 4 0 R >> >> endobj",
        b"4 0 obj << /Length 9 >>\nstream\n/JS (hasard)\nendstream\nendobj",
        objets_caches(b"3 0 << /Type /Page >>"),
        b"5 0 obj\n<< /Type /ObjStm >>\nstream\npas compresse\nendstream\nendobj",
    ],
    ids=["link", "font", "noise of a picture", "packed objects", "broken packed objects"],
)
def test_pdf_ordinaire_est_garde(objet):
    assert verifier_document(fichier("rapport.pdf", pdf_avec(objet))).size > 0


@pytest.mark.parametrize("motif", [b"/ObjStm ", b"stream\n", b"/S%", b"/S%\n", b"/ObjStm stream\n", b"/JS 1 "])
def test_pdf_fait_pour_etre_long_a_lire_se_lit_d_un_trait(motif):
    debut = process_time()

    pdf.est_actif(PDF + motif * 200_000)

    # Read again from each of its signs, such a file takes hours.
    assert process_time() - debut < 5


def test_objets_d_un_pdf_ne_gonflent_pas_sans_fin(monkeypatch):
    monkeypatch.setattr(pdf, "OBJETS_MAXIMUM", 100)
    deux = objets_caches(b" " * 1_000) + b"\n" + objets_caches(b" " * 1_000)

    assert [len(objets) for objets in pdf._objets(deux)] == [100]
