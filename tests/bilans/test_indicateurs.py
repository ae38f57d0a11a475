"""Indicators: a quotient that never goes without its numerator and its denominator."""

import dataclasses
from decimal import Decimal

from espace_structures.bilans.metier.definition import Indicateur
from espace_structures.bilans.metier.indicateurs import ValeurIndicateur, calculer
from tests.fabriques.bilans import PETITE_TRAME, REPONSES_COHERENTES

COHERENTS = {code: Decimal(v) for code, v in REPONSES_COHERENTES.items() if not isinstance(v, str)}
TX_CDI, COUT = PETITE_TRAME.indicateurs


def test_indicateurs_portent_numerateur_et_denominateur():
    assert calculer(PETITE_TRAME, COHERENTS) == [
        ValeurIndicateur(TX_CDI, Decimal(3), Decimal(6), Decimal("0.5")),
        ValeurIndicateur(COUT, Decimal("4270.00"), Decimal(14), Decimal("305")),
    ]


def test_indicateurs_sans_reponse_sont_sans_valeur():
    assert calculer(PETITE_TRAME, {}) == [
        ValeurIndicateur(TX_CDI, None, None, None),
        ValeurIndicateur(COUT, None, None, None),
    ]


def test_indicateur_sans_personne_au_denominateur_est_sans_valeur():
    sorties = {code: Decimal(0) for code in ("F.F1.F", "F.F1.H", "F.F12.F", "F.F12.H")}

    taux, _cout = calculer(PETITE_TRAME, sorties)

    assert taux == ValeurIndicateur(TX_CDI, Decimal(0), Decimal(0), None)


def test_indicateur_sans_numerateur_n_est_pas_nul():
    _taux, cout = calculer(PETITE_TRAME, {"B1": Decimal(4)})

    assert cout == ValeurIndicateur(COUT, None, Decimal(4), None)


def test_indicateur_dont_le_numerateur_est_nul_vaut_zero():
    trame = dataclasses.replace(
        PETITE_TRAME, indicateurs=(Indicateur(code="X", libelle="X", numerateur="B2", denominateur="B1"),)
    )

    (valeur,) = calculer(trame, {"B1": Decimal(4), "B2": Decimal(0)})

    assert (valeur.numerateur, valeur.denominateur, valeur.valeur) == (Decimal(0), Decimal(4), Decimal(0))
