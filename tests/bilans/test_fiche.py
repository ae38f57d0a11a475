"""A bilan laid out for reading: totals, groups of columns, last year, what nobody answered."""

from decimal import Decimal

import pytest
from django.utils import translation

from espace_structures.bilans.enums import TypeReponse
from espace_structures.bilans.metier.definition import (
    Choix,
    Colonne,
    DefinitionTrame,
    Ligne,
    Question,
    Section,
    Tableau,
)
from espace_structures.bilans.metier.fiche import Case, EnteteGroupe, LigneDeFiche, ecrire_reponse, lire_sections
from tests.fabriques.bilans import PETITE_TRAME, REPONSES_COHERENTES

FINE = "\u202f"
REPONSES = {
    code: valeur if isinstance(valeur, str) else Decimal(valeur) for code, valeur in REPONSES_COHERENTES.items()
}


def element(code, valeurs, precedent=None, definition=PETITE_TRAME):
    sections = lire_sections(definition, valeurs, precedent or {})
    return next(e for section in sections for e in section.elements if e.code == code)


def test_sections_et_elements_dans_l_ordre_de_la_trame():
    sections = lire_sections(PETITE_TRAME, {}, {})

    assert [(section.code, [e.code for e in section.elements]) for section in sections] == [
        ("B", ["B1", "B2", "B3", "B4", "B5"]),
        ("C", ["C2"]),
        ("F", ["F", "E2"]),
        ("G", ["G1", "G6", "H1"]),
    ]


def test_tableau_additionne_lignes_et_colonnes_sans_les_lignes_dont():
    tableau = element("C2", REPONSES)

    assert (tableau.groupes, tableau.colonnes) == ((), ("Femmes", "Hommes", "Non renseigné", "Total"))
    assert [(ligne.libelle, [case.valeur for case in ligne.cases]) for ligne in tableau.lignes] == [
        ("Moins de 26 ans", ["4", "3", "0", "7"]),
        ("26 ans et plus", ["2", "1", "0", "3"]),
        ("Total", ["6", "4", "0", "10"]),
        ("dont PRIJ", ["1", "1", "0", "2"]),
    ]
    assert [(ligne.est_total, ligne.est_dont) for ligne in tableau.lignes] == [
        (False, False),
        (False, False),
        (True, False),
        (False, True),
    ]


def test_tableau_a_deux_niveaux_place_le_total_avant_la_colonne_dont():
    tableau = element("F", REPONSES)

    assert tableau.groupes == (
        EnteteGroupe("Ensemble", 2, est_groupe=True),
        EnteteGroupe("Total", 1, est_groupe=False),
        EnteteGroupe("dont QPV", 1, est_groupe=True),
    )
    assert tableau.colonnes == ("Femmes", "Hommes", "Total")
    assert [[case.valeur for case in ligne.cases] for ligne in tableau.lignes] == [
        ["2", "1", "3", "1"],
        ["1", "2", "3", "2"],
        ["3", "3", "6", "3"],
    ]


def test_vide_n_est_pas_zero():
    tableau = element("C2", {"C2.moins_26.F": Decimal(0)})

    assert tableau.lignes[0] == LigneDeFiche(
        "Moins de 26 ans", (Case("0"), Case(""), Case(""), Case("0", est_total=True))
    )
    assert [case.valeur for case in tableau.lignes[1].cases] == ["", "", "", ""]


def test_annee_precedente_a_cote_de_chaque_chiffre_et_de_chaque_total():
    tableau = element("C2", REPONSES, {"C2.moins_26.F": Decimal(1), "C2.26_plus.F": Decimal(5)})

    assert [case.anterieur for case in tableau.lignes[2].cases] == ["6", "", "", "6"]


def test_case_grisee_n_existe_pas():
    grise = DefinitionTrame(
        code="g",
        titre="g",
        sections=(
            Section(
                code="A",
                titre="A",
                elements=(
                    Tableau(
                        code="T",
                        titre="T",
                        lignes=(Ligne(code="a", libelle="a"), Ligne(code="b", libelle="b")),
                        colonnes=(Colonne(code="x", libelle="x"), Colonne(code="y", libelle="y")),
                        grisees=("a.y",),
                        type=TypeReponse.MONTANT,
                    ),
                ),
            ),
        ),
    )

    tableau = element("T", {"T.a.x": Decimal("1234.5"), "T.b.y": Decimal(2)}, definition=grise)

    assert [[(case.valeur, case.existe) for case in ligne.cases] for ligne in tableau.lignes] == [
        [(f"1{FINE}234,50{FINE}€", True), ("", False), (f"1{FINE}234,50{FINE}€", True)],
        [("", True), (f"2{FINE}€", True), (f"2{FINE}€", True)],
        [(f"1{FINE}234,50{FINE}€", True), (f"2{FINE}€", True), (f"1{FINE}236,50{FINE}€", True)],
    ]


def test_tableau_qui_ne_s_additionne_pas_n_a_pas_de_total():
    moyennes = DefinitionTrame(
        code="m",
        titre="m",
        sections=(
            Section(
                code="A",
                titre="A",
                elements=(
                    Tableau(
                        code="T",
                        titre="T",
                        lignes=(Ligne(code="a", libelle="a"), Ligne(code="b", libelle="b")),
                        colonnes=(Colonne(code="x", libelle="x"), Colonne(code="y", libelle="y")),
                        type=TypeReponse.POURCENTAGE,
                    ),
                ),
            ),
        ),
    )

    tableau = element("T", {"T.a.x": Decimal("12.5")}, definition=moyennes)

    assert tableau.colonnes == ("x", "y")
    assert [[case.valeur for case in ligne.cases] for ligne in tableau.lignes] == [[f"12,5{FINE}%", ""], ["", ""]]


def test_question_calculee_se_lit_comme_un_total():
    question = element("B3", {"B3": Decimal(14)}, {"B3": Decimal(9)})

    assert (question.libelle, question.case) == ("Accompagnés", Case("14", "9", est_total=True))


@pytest.mark.parametrize(
    ("cellule", "valeur", "attendu"),
    [
        (PETITE_TRAME.cellules["G6"], "oui", "Oui"),
        (PETITE_TRAME.cellules["G6"], "inconnu", "inconnu"),
        (PETITE_TRAME.cellules["G1"], Decimal("4270.00"), f"4{FINE}270{FINE}€"),
        (PETITE_TRAME.cellules["E2"], Decimal("5.50"), "5,5"),
        (PETITE_TRAME.cellules["H1"], "Une année.", "Une année."),
        (PETITE_TRAME.cellules["H1"], "", ""),
        (PETITE_TRAME.cellules["B1"], None, ""),
        (Question(code="D", libelle="D", type=TypeReponse.DATE), "2026-03-12", "12 mars 2026"),
        (Question(code="D", libelle="D", type=TypeReponse.DATE), "bientôt", "bientôt"),
        (Question(code="Q", libelle="Q", type=TypeReponse.CHOIX, choix=(Choix(code="a", libelle="A"),)), "a", "A"),
    ],
)
def test_reponse_ecrite_selon_son_type(cellule, valeur, attendu):
    with translation.override("fr"):
        assert ecrire_reponse(cellule, valeur) == attendu
