"""Documents: what a file holds must be what its extension says, without macro, script or page of another site."""

import re
import zipfile
from typing import Final

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from .commun import MEGAOCTET, debut, exiger_extension, exiger_taille, nom_imprevisible, vrai_format
from .pdf import est_actif

# Member that makes the document what it is, and what its folder of macros is called.
_OOXML: Final = {"docx": "word/document.xml", "xlsx": "xl/workbook.xml", "pptx": "ppt/presentation.xml"}
_ODF: Final = {
    "odt": b"application/vnd.oasis.opendocument.text",
    "ods": b"application/vnd.oasis.opendocument.spreadsheet",
    "odp": b"application/vnd.oasis.opendocument.presentation",
}
MEMBRES_MAXIMUM: Final = 5_000
TAILLE_OUVERTE_MAXIMALE: Final = 200 * MEGAOCTET
TYPES_MAXIMUM: Final = MEGAOCTET
_BALISE = re.compile(
    r"<\s*(?:!doctype|html|head|body|script|iframe|object|embed|svg|img|meta|link|style)\b", re.IGNORECASE
)
_COMMANDE = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f]")


def verifier_document(fichier: UploadedFile) -> UploadedFile:
    """The same upload under a name that nobody can guess; raises ValidationError when it is not what its name says."""
    exiger_taille(fichier)
    nom = fichier.name or ""
    suffixe = exiger_extension(nom, settings.WAGTAILDOCS_EXTENSIONS)
    if suffixe == "pdf":
        _verifier_pdf(fichier)
    elif suffixe in _OOXML or suffixe in _ODF:
        _verifier_archive(fichier, suffixe)
    else:
        _verifier_texte(fichier, suffixe)
    fichier.seek(0)
    fichier.name = nom_imprevisible(nom, suffixe)
    return fichier


def _autre_chose(fichier: UploadedFile, suffixe: str) -> ValidationError:
    """Says that the content is not what the name tells, and what it looks like."""
    vu = vrai_format(debut(fichier))
    return ValidationError(
        _("Le nom du fichier finit par .%(suffixe)s, mais son contenu est autre%(precision)s : vérifiez-le."),
        code="contenu",
        params={"suffixe": suffixe, "precision": f" ({vu})" if vu and vu != f".{suffixe}" else ""},
    )


def _verifier_pdf(fichier: UploadedFile) -> None:
    if not debut(fichier).startswith(b"%PDF-"):
        raise _autre_chose(fichier, "pdf")
    if est_actif(fichier.read()):
        raise ValidationError(
            _("Ce PDF contient un script ou lance un programme : imprimez-le en PDF pour l’en débarrasser."),
            code="actif",
        )


def _verifier_archive(fichier: UploadedFile, suffixe: str) -> None:
    """An office document is an archive: its members tell which one, and whether it carries macros."""
    try:
        with zipfile.ZipFile(fichier) as archive:
            membres = archive.infolist()
            if len(membres) > MEMBRES_MAXIMUM or sum(m.file_size for m in membres) > TAILLE_OUVERTE_MAXIMALE:
                raise ValidationError(
                    _("Ce document est trop lourd une fois ouvert : allégez ses images ou découpez-le."),
                    code="archive_trop_lourde",
                )
            noms = {membre.filename for membre in membres}
            reconnu = _est_ooxml(archive, noms, suffixe) if suffixe in _OOXML else _est_odf(archive, noms, suffixe)
            macros = _a_des_macros(archive, noms)
    except (zipfile.BadZipFile, OSError, EOFError, NotImplementedError, RuntimeError, ValueError) as erreur:
        raise _autre_chose(fichier, suffixe) from erreur
    if macros:
        raise ValidationError(
            _("Ce document contient des macros : enregistrez-le sans macros, ou en PDF."), code="macros"
        )
    if not reconnu:
        raise _autre_chose(fichier, suffixe)


def _est_ooxml(archive: zipfile.ZipFile, noms: set[str], suffixe: str) -> bool:
    return {"[Content_Types].xml", _OOXML[suffixe]} <= noms


def _est_odf(archive: zipfile.ZipFile, noms: set[str], suffixe: str) -> bool:
    return "mimetype" in noms and _lire(archive, "mimetype").strip() == _ODF[suffixe]


def _a_des_macros(archive: zipfile.ZipFile, noms: set[str]) -> bool:
    """Visual Basic of Microsoft's documents, whatever their extension; scripts of the open ones."""
    if any(nom.lower().endswith("vbaproject.bin") or nom.startswith(("Basic/", "Scripts/")) for nom in noms):
        return True
    return "[Content_Types].xml" in noms and b"macroenabled" in _lire(archive, "[Content_Types].xml").lower()


def _lire(archive: zipfile.ZipFile, nom: str) -> bytes:
    """The beginning of a member: no more than what these members ever need."""
    with archive.open(nom) as membre:
        return membre.read(TYPES_MAXIMUM)


def _verifier_texte(fichier: UploadedFile, suffixe: str) -> None:
    fichier.seek(0)
    texte = _decoder(fichier.read())
    if texte is None or _COMMANDE.search(texte):
        raise ValidationError(
            _("Ce fichier n’est pas du texte lisible : enregistrez-le en .%(suffixe)s, encodage UTF-8."),
            code="texte",
            params={"suffixe": suffixe},
        )
    if _BALISE.search(texte):
        raise ValidationError(
            _("Ce fichier contient du code de page web : enregistrez-le en texte simple."), code="html"
        )


def _decoder(octets: bytes) -> str | None:
    """The text, in the encoding of today or in that of older spreadsheets; None when it is in neither."""
    for encodage in ("utf-8-sig", "cp1252"):
        try:
            return octets.decode(encodage)
        except UnicodeDecodeError:
            continue
    return None
