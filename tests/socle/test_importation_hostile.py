"""Files made to hold the portal are refused, or read for what they are, at little cost; none is kept in the tree."""

import sys

import pytest

from portal.socle.importation.lecture import lire
from portal.socle.importation.lignes import ColonneAttendue, FichierRefuse
from tests.fabriques.classeurs import mentir_sur_la_taille, ods, rangee, rangee_ods, xlsx_brut, zip_de

pytestmark = pytest.mark.une_base

COLONNES = (ColonneAttendue("nom", "Nom", obligatoire=True), ColonneAttendue("ville", "Ville"))
LISTE = rangee(1, ["Nom", "Ville"]) + rangee(2, ["Roy", "Paris"])
TROP_LOURD = "Ce classeur est trop lourd une fois ouvert\u00a0: découpez-le en plusieurs fichiers."
ABIME = "Ce classeur est abîmé\u00a0: ouvrez-le dans un tableur, enregistrez-le en XLSX, puis recommencez."
MILLION = 1_000_000


def lire_vite(octets: bytes):
    """What the reading says, for a work in proportion to what was sent: calls are counted: time is the machine’s."""
    appels = 0

    def compter(_cadre, evenement, _objet):
        nonlocal appels
        appels += evenement in ("call", "c_call")

    sys.setprofile(compter)
    try:
        return [lue.valeurs for lue in lire(octets, COLONNES).lignes]
    except FichierRefuse as refus:
        return str(refus)
    finally:
        sys.setprofile(None)
        assert appels < 2_000_000 + 2 * len(octets)


def _sst(contenu: str) -> str:
    return f"<sst>{contenu}</sst>"


REFUSES = {
    "three million empty shared strings": lambda: xlsx_brut(LISTE, sharedStrings=_sst("<si><t/></si>" * 3 * MILLION)),
    "two million fonts": lambda: xlsx_brut(LISTE, styles="<font/>" * 2 * MILLION),
    "a million and a half formats": lambda: xlsx_brut(
        LISTE, styles='<numFmt numFmtId="1" formatCode="d"/>' * 1_600_000
    ),
    "a million and a half defined names": lambda: xlsx_brut(LISTE, classeur='<definedName name="a"/>' * 1_500_000),
    "deep nesting": lambda: xlsx_brut(LISTE, apres="<a>" * MILLION + "</a>" * MILLION),
    "a million rows": lambda: xlsx_brut(LISTE + "<row><c/></row>" * MILLION),
    "a million merged cells": lambda: xlsx_brut(LISTE, apres='<mergeCell ref="A1:B2"/>' * 1_600_000),
    "two hundred thousand attributes": lambda: xlsx_brut(
        LISTE, apres="<a " + " ".join(f"b{n}=''" for n in range(200_000)) + "/>"
    ),
    "a comment of twenty megabytes": lambda: xlsx_brut(LISTE, apres="<!--" + " " * 20 * MILLION + "-->"),
    "a zip bomb": lambda: xlsx_brut(LISTE, sharedStrings=bytes(100 * MILLION)),
    "ten thousand members": lambda: zip_de({f"xl/{n}": "" for n in range(10_000)} | {"xl/workbook.xml": ""}),
    "an ODS of a million rows": lambda: ods(("A", ">" + "<table:table-row/>" * 2 * MILLION)),
}


@pytest.mark.parametrize("fabrique", REFUSES.values(), ids=REFUSES)
def test_classeur_demesure_est_refuse_avant_d_etre_lu(fabrique):
    assert lire_vite(fabrique()) == TROP_LOURD


ENTITES = '<!DOCTYPE a [<!ENTITY b "bbbbbbbbbb"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;">]>'
ABIMES = {
    "entities in a workbook": lambda: xlsx_brut(LISTE, sharedStrings=f"{ENTITES}<sst><si><t>&c;</t></si></sst>"),
    "entities in an ODS": lambda: ods(("A", f">{rangee_ods(['Nom'])}"), entete=ENTITES),
    "a size that lies": lambda: mentir_sur_la_taille(
        xlsx_brut(LISTE, sharedStrings=bytes(30 * MILLION)), 30 * MILLION, 1000
    ),
    "a shared string that does not exist": lambda: xlsx_brut(LISTE + '<row r="3"><c t="s"><v>9</v></c></row>'),
    "rows outside of any sheet": lambda: zip_de(
        {"content.xml": f'<x xmlns:table="t" xmlns:text="u">{rangee_ods(["a"]).replace("office:", "")}</x>'}
    ),
    "a truncated part": lambda: xlsx_brut(LISTE, apres="<a"),
    "an unknown encoding": lambda: xlsx_brut(
        LISTE, sharedStrings=b'<?xml version="1.0" encoding="rien-de-tel"?><sst/>'
    ),
}


@pytest.mark.parametrize("fabrique", ABIMES.values(), ids=ABIMES)
def test_classeur_trafique_est_refuse(fabrique):
    assert lire_vite(fabrique()) == ABIME


LUS = {
    "a cell at the end of the sheet": lambda: xlsx_brut(
        LISTE + '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    ),
    "a long string quoted fifty thousand times": lambda: xlsx_brut(
        LISTE + '<row r="3">' + '<c t="s" r="ZZ3"><v>0</v></c>' * 50_000 + "</row>",
        sharedStrings=_sst("<si><t>" + "x" * 200_000 + "</t></si>"),
    ),
    "a number of a hundred thousand digits": lambda: xlsx_brut(
        LISTE + '<row r="3"><c r="Z3"><v>' + "9" * 100_000 + "</v></c></row>"
    ),
    "an ODS whose last row repeats to the end": lambda: ods(
        (
            "A",
            f">{rangee_ods(['Nom', 'Ville'])}{rangee_ods(['Roy', 'Paris'])}"
            '<table:table-row table:number-rows-repeated="1048574">'
            '<table:table-cell table:number-columns-repeated="16384"/></table:table-row>',
        )
    ),
}


@pytest.mark.parametrize("fabrique", LUS.values(), ids=LUS)
def test_classeur_etrange_est_lu_pour_ce_qu_il_dit(fabrique):
    assert lire_vite(fabrique()) == [{"nom": "Roy", "ville": "Paris"}]


def test_rangee_pleine_repetee_jusqu_au_bout_est_bornee():
    repetee = rangee_ods(["Roy"], 'table:number-rows-repeated="1048575"')
    octets = ods(("A", ">" + rangee_ods(["Nom"]) + repetee))

    assert lire_vite(octets) == "Le fichier compte plus de 2000 lignes\u00a0: découpez-le en plusieurs fichiers."


@pytest.mark.parametrize("motif", [";", "\n", '"', "a;", "a\n", "é", ",\n;"])
def test_csv_de_deux_megaoctets_n_attend_pas(motif):
    lire_vite(("Nom;Ville\n" + motif * (1_900_000 // len(motif.encode()))).encode())
