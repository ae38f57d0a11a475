"""Expressions read the answers: what they name, what they add up, what they refuse."""

import dataclasses
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from espace_structures.bilans.metier.definition import Question, Section
from espace_structures.bilans.metier.expressions import (
    ExpressionInvalide,
    cellules_citees,
    completer,
    decouper,
    evaluer,
    resoudre,
)
from tests.fabriques.bilans import PETITE_TRAME, REPONSES_COHERENTES

NUMERIQUES = [code for code, cellule in PETITE_TRAME.cellules.items() if cellule.est_numerique and not cellule.calcul]
COHERENTS = {code: Decimal(v) for code, v in REPONSES_COHERENTES.items() if not isinstance(v, str)}
EXPRESSIONS = ["B1 + B2 - F", "C2", "C2.moins_26", "C2.*.F", "C2.*.F - C2.prij", "- F.*.QPV", "B5", "B3 + G1"]

chiffres = st.decimals(min_value=0, max_value=100_000, places=2)
releves = st.dictionaries(st.sampled_from(NUMERIQUES), chiffres)


def test_expression_se_decoupe_en_references_signees():
    assert decouper("- B1 + C2.*.F - @objectif_P102") == [(-1, "B1"), (1, "C2.*.F"), (-1, "@objectif_P102")]


@pytest.mark.parametrize(
    "expression",
    ["B1+B2", "B1 B2", "B1 +", "+", "+- B1", "B1 - - B2", "B1 * B2", "B1..F", "C2.*.*.*", "@a.b", "@", "B1;", "= B1"],
)
def test_expression_illisible_est_refusee_en_la_citant(expression):
    with pytest.raises(ExpressionInvalide) as refus:
        decouper(expression)

    assert str(refus.value) == (
        f"« {expression} » ne se lit pas : écrivez des codes séparés par « + » ou « - » entourés d’espaces"
    )


@pytest.mark.parametrize("expression", ["", "  "])
def test_expression_vide_est_refusee(expression):
    with pytest.raises(ExpressionInvalide, match=r"^l’expression est vide$"):
        decouper(expression)


@pytest.mark.parametrize(
    ("reference", "cellules"),
    [
        ("B2", ["B2"]),
        ("@objectif", ["@objectif"]),
        (
            "C2",
            ["C2.moins_26.F", "C2.moins_26.H", "C2.moins_26.NR", "C2.26_plus.F", "C2.26_plus.H", "C2.26_plus.NR"],
        ),
        ("C2.26_plus", ["C2.26_plus.F", "C2.26_plus.H", "C2.26_plus.NR"]),
        ("C2.prij", ["C2.prij.F", "C2.prij.H", "C2.prij.NR"]),
        ("C2.*.F", ["C2.moins_26.F", "C2.26_plus.F"]),
        ("F", ["F.F1.F", "F.F1.H", "F.F12.F", "F.F12.H"]),
        ("F.F1", ["F.F1.F", "F.F1.H"]),
        ("F.*.QPV", ["F.F1.QPV", "F.F12.QPV"]),
        ("F.F1.QPV", ["F.F1.QPV"]),
    ],
)
def test_reference_nomme_ses_cellules_sans_les_dont(reference, cellules):
    assert list(resoudre(reference, PETITE_TRAME)) == cellules


@pytest.mark.parametrize("reference", ["B9", "C9.x", "C2.x", "C2.*.X", "B1.F", "B1.*"])
def test_reference_inconnue_est_refusee_en_la_citant(reference):
    with pytest.raises(ExpressionInvalide) as refus:
        resoudre(reference, PETITE_TRAME)

    assert str(refus.value) == f"le code « {reference} » n’existe pas dans la trame"


def test_reference_ignore_les_cases_grisees():
    tableau = dataclasses.replace(PETITE_TRAME.elements["F"], grisees=("F12.H",))
    trame = dataclasses.replace(PETITE_TRAME, sections=(Section(code="F", titre="F", elements=(tableau,)),))

    assert resoudre("F.*.H", trame) == ("F.F1.H",)
    with pytest.raises(ExpressionInvalide):
        resoudre("F.F12.H", trame)


def test_evaluer_sans_reponse_ne_vaut_pas_zero():
    assert evaluer("B1 + B2", PETITE_TRAME, {}) is None
    assert evaluer("B1 + B2", PETITE_TRAME, {"B1": Decimal(0)}) == Decimal(0)
    assert evaluer("B1 + B2", PETITE_TRAME, {"B2": Decimal(3)}) == Decimal(3)


def test_evaluer_lit_les_faits():
    assert evaluer("B2 - @objectif", PETITE_TRAME, {"B2": Decimal(8), "@objectif": Decimal(10)}) == Decimal(-2)


@given(releve=releves, facteur=st.integers(min_value=-9, max_value=9), expression=st.sampled_from(EXPRESSIONS))
def test_evaluer_est_lineaire(releve, facteur, expression):
    simple = evaluer(expression, PETITE_TRAME, completer(releve, PETITE_TRAME))
    multiple = evaluer(
        expression, PETITE_TRAME, completer({code: v * facteur for code, v in releve.items()}, PETITE_TRAME)
    )

    assert multiple == (None if simple is None else simple * facteur)


@given(deux=st.tuples(st.fixed_dictionaries(dict.fromkeys(NUMERIQUES, chiffres)), releves))
def test_evaluer_une_somme_est_la_somme_des_valeurs(deux):
    plein, autre = deux
    somme = {code: plein[code] + autre.get(code, 0) for code in plein}

    valeurs = [evaluer("B1 + B2 - F", PETITE_TRAME, releve) or 0 for releve in (plein, autre, somme)]

    assert valeurs[0] + valeurs[1] == valeurs[2]


def test_completer_calcule_a_travers_les_cellules_calculees():
    calculees = {code: valeur for code, valeur in completer(COHERENTS, PETITE_TRAME).items() if code not in COHERENTS}

    assert calculees == {"B3": Decimal(14), "B4": Decimal(6), "B5": Decimal(8)}


def test_completer_sans_reponse_ne_calcule_rien():
    assert completer({}, PETITE_TRAME) == {}


def test_completer_ne_croit_pas_une_cellule_calculee_donnee():
    assert completer({"B5": Decimal(99)}, PETITE_TRAME) == {}
    assert completer({"B1": Decimal(1), "B3": Decimal(99)}, PETITE_TRAME) == {
        "B1": Decimal(1),
        "B3": Decimal(1),
        "B5": Decimal(1),
    }


@given(releve=releves)
def test_completer_deux_fois_ne_change_rien(releve):
    une_fois = completer(releve, PETITE_TRAME)

    assert completer(une_fois, PETITE_TRAME) == une_fois


def _trame_en_cercle():
    questions = (
        Question(code="A", libelle="A", calcul="B + C"),
        Question(code="B", libelle="B", calcul="A"),
        Question(code="C", libelle="C"),
        Question(code="D", libelle="D", calcul="C"),
    )
    return dataclasses.replace(
        PETITE_TRAME, sections=(Section(code="S", titre="S", elements=questions),), regles=(), indicateurs=()
    )


def test_completer_laisse_vide_un_cercle_de_calculs():
    assert completer({"C": Decimal(2)}, _trame_en_cercle()) == {"C": Decimal(2), "D": Decimal(2)}


def test_cellules_citees_suit_un_cercle_une_seule_fois():
    assert cellules_citees("A", _trame_en_cercle()) == ["C"]


def test_cellules_citees_descend_a_ce_qui_se_saisit_sans_redite():
    assert cellules_citees("B5 + B1 - @objectif", PETITE_TRAME) == [
        "B1",
        "B2",
        "F.F1.F",
        "F.F1.H",
        "F.F12.F",
        "F.F12.H",
        "@objectif",
    ]


def test_expression_comprise_une_fois_reste_comprise_trame_par_trame():
    tableau = dataclasses.replace(PETITE_TRAME.elements["F"], grisees=("F1.F",))
    autre = dataclasses.replace(PETITE_TRAME, sections=(Section(code="F", titre="F", elements=(tableau,)),))
    releve = {"F.F1.F": Decimal(2), "F.F1.H": Decimal(1)}

    assert evaluer("F", PETITE_TRAME, releve) == Decimal(3)
    assert evaluer("F", autre, releve) == Decimal(1)
