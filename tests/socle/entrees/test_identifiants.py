"""SIRET and telephone numbers."""

import pytest
from django.core.exceptions import ValidationError

from portal.socle.entrees.identifiants import (
    normaliser_siret,
    normaliser_telephone,
    siret_lisible,
    telephone_lisible,
    valider_siret,
    valider_telephone,
)


@pytest.mark.parametrize("tape", ["732 829 320 00074", "732.829.320-00074", "\u202f73282932000074\ufeff"])
def test_siret_normalise_perd_ses_separateurs(tape):
    assert normaliser_siret(tape) == "73282932000074"


def test_siret_normalise_ne_repare_rien_d_autre():
    assert normaliser_siret("O73 282") == "O73282"


@pytest.mark.parametrize("siret", ["73282932000074", "35600000000048"])
def test_siret_juste_passe(siret):
    assert valider_siret(siret) is None


@pytest.mark.parametrize("siret", ["", "73282932000075", "732829320", "7328293200007４"])
def test_siret_faux_est_refuse(siret):
    with pytest.raises(ValidationError) as refus:
        valider_siret(siret)

    assert refus.value.code == "siret"


def test_siret_lisible_par_groupes():
    assert siret_lisible("73282932000074") == "732 829 320 00074"


def test_telephone_illisible_revient_tel_quel():
    assert (normaliser_telephone(" poste 12 "), telephone_lisible("poste 12")) == ("poste 12", "poste 12")


def test_telephone_etranger_se_lit_avec_son_indicatif():
    assert telephone_lisible("+3225551212") == "+32 2 555 12 12"


def test_telephone_impossible_est_refuse():
    with pytest.raises(ValidationError) as refus:
        valider_telephone("01 23")

    assert refus.value.code == "telephone"
