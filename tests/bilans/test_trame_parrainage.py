"""The trame that ships with the portal: whole, sound, and written as `exporter_trame` writes it."""

from decimal import Decimal

import pytest

from espace_structures.bilans.enums import GenreRegle, Severite
from espace_structures.bilans.metier.definition import Tableau
from espace_structures.bilans.metier.expressions import completer
from espace_structures.bilans.metier.indicateurs import calculer
from espace_structures.bilans.metier.trame_fichier import TRAME_LIVREE
from espace_structures.bilans.metier.trame_yaml import ecrire, lire
from espace_structures.structures.enums import LigneBudgetaire


@pytest.fixture(scope="module")
def trame():
    return lire(TRAME_LIVREE.read_text(encoding="utf-8"))


def test_trame_livree_se_reecrit_a_l_identique(trame):
    assert ecrire(trame) == TRAME_LIVREE.read_text(encoding="utf-8")


def test_trame_livree_a_les_sections_de_a_a_h(trame):
    assert [section.code for section in trame.sections] == list("ABCDEFGH")


def test_trame_livree_porte_les_regles_r1_a_r24(trame):
    sources = {regle.source for regle in trame.regles if regle.source.startswith("R")}

    assert sources == {f"R{numero}" for numero in range(1, 25)}


@pytest.mark.parametrize(
    ("source", "severites"),
    [
        ("R1", {Severite.BLOQUANTE}),
        ("R2", {Severite.BLOQUANTE}),
        ("R3", {Severite.BLOQUANTE}),
        ("R4", {Severite.A_JUSTIFIER}),
        ("R5", {Severite.BLOQUANTE}),
        ("R7", {Severite.BLOQUANTE}),
        ("R9", {Severite.BLOQUANTE}),
        ("R14", {Severite.A_JUSTIFIER}),
        ("R15", {Severite.BLOQUANTE}),
        ("R24", {Severite.INFORMATION}),
        *((f"R{numero}", {Severite.A_JUSTIFIER}) for numero in (8, 10, 11, 12, 13, 16, 17, 18, 19, 20, 21, 22, 23)),
    ],
)
def test_trame_livree_a_la_severite_du_domaine(trame, source, severites):
    assert {regle.severite for regle in trame.regles if regle.source == source} == severites


@pytest.mark.parametrize("tableau", ["C1", "C2", "C3", "C4", "C5", "C6", "C8"])
def test_trame_livree_repartit_b2_dans_chaque_tableau_d_entrants(trame, tableau):
    regle = next(regle for regle in trame.regles if regle.code == f"R1-{tableau}")

    assert (regle.genre, regle.parametres) == (GenreRegle.PARTITION, {"parties": tableau, "total": "B2"})


def test_trame_livree_ne_totalise_jamais_c7(trame):
    c7 = trame.elements["C7"]

    assert [ligne.code for ligne in c7.lignes if not ligne.dont] == []
    assert [ligne.code for ligne in c7.lignes] == [
        "PRIJ",
        "BRSA",
        "RQTH",
        "PPSMJ",
        "primo",
        "BPI",
        "ASE",
        "senior",
        "CEJ",
        "diplome",
    ]


def test_trame_livree_separe_femmes_et_hommes_chez_les_entrants(trame):
    tableaux = [element for element in trame.section("C").elements if isinstance(element, Tableau)]

    assert {tuple(colonne.code for colonne in tableau.colonnes) for tableau in tableaux} == {("F", "H", "NR")}
    assert [ligne.code for ligne in trame.elements["C3"].lignes] == ["infra3", "3", "4", "5", "6", "7_8", "nr"]
    assert "C2.18_21.F" in trame.cellules


@pytest.mark.parametrize("tableau", ["G2", "G4"])
def test_trame_livree_suit_les_lignes_budgetaires(trame, tableau):
    assert [ligne.code for ligne in trame.elements[tableau].lignes] == LigneBudgetaire.values


def test_trame_livree_borne_chaque_texte_du_bilan_qualitatif(trame):
    assert {question.code: question.longueur for question in trame.section("H").elements} == {
        f"H{numero}": 3000 for numero in range(1, 8)
    }


def test_trame_livree_calcule_quatre_taux_de_sortie_sur_les_sortis(trame):
    # One exit of each row, men only: 16 exits; 25 entrants that no rate may divide by.
    releve = completer({"B1": Decimal(0), "B2": Decimal(25)} | {f"F.F{n}.H": Decimal(1) for n in range(1, 17)}, trame)

    taux = {v.indicateur.code: (v.numerateur, v.denominateur) for v in calculer(trame, releve)}

    assert {code: taux[code] for code in ("TX_ED", "TX_AR", "TX_CG", "TX_LG")} == {
        "TX_ED": (Decimal(2), Decimal(16)),
        "TX_AR": (Decimal(4), Decimal(16)),
        "TX_CG": (Decimal(5), Decimal(16)),
        "TX_LG": (Decimal(8), Decimal(16)),
    }


def test_trame_livree_definit_chaque_indicateur(trame):
    assert [indicateur.code for indicateur in trame.indicateurs if not indicateur.definition] == []


def test_trame_livree_calcule_b3_b4_b5(trame):
    releve = completer({"B1": Decimal(4), "B2": Decimal(10), "F.F1.F": Decimal(3), "F.F1.QPV": Decimal(2)}, trame)

    assert (releve["B3"], releve["B4"], releve["B5"]) == (Decimal(14), Decimal(3), Decimal(11))
