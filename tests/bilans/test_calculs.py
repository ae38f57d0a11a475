"""Computed numbers laid flat, for the screen that types some of their cells."""

from decimal import Decimal

from espace_structures.bilans.metier.calculs import Calcul, calcul_sur_place, deplier
from tests.fabriques.bilans import PETITE_TRAME


def test_calcul_de_calculs_descend_aux_cases_saisies():
    assert deplier("B3 - F.F1", PETITE_TRAME) == [(1, "B1"), (1, "B2"), (-1, "F.F1.F"), (-1, "F.F1.H")]


def test_faits_du_portail_ne_se_saisissent_pas():
    assert deplier("B2 - @objectif", PETITE_TRAME) == [(1, "B2")]


def test_ce_qui_est_saisi_ailleurs_fait_une_base():
    releve = {"B1": Decimal(4), "B3": Decimal(4), "F.F1.F": Decimal(3), "F.F1.H": Decimal(1), "B4": Decimal(4)}

    assert calcul_sur_place("B3 - B4", PETITE_TRAME, releve, {"B1", "B2"}) == Calcul(
        termes=((1, "B1"), (1, "B2")), base=Decimal(-4), valeur=Decimal(0)
    )


def test_rien_de_connu_n_est_pas_zero():
    assert calcul_sur_place("B3", PETITE_TRAME, {}, {"B1"}) == Calcul(termes=((1, "B1"),), base=None, valeur=None)
