"""English readers read and write dates in the British order."""

from datetime import date, time

import pytest
from django.forms import DateField
from django.utils import translation
from django.utils.formats import date_format, time_format


@pytest.mark.parametrize(
    ("langue", "ecrit"),
    [("en", ("8 February 2027", "08/02/2027", "14:05")), ("fr", ("8 février 2027", "08/02/2027", "14:05"))],
)
def test_date_et_heure_s_ecrivent_selon_la_langue(langue, ecrit):
    jour = date(2027, 2, 8)

    with translation.override(langue):
        lu = (date_format(jour), date_format(jour, "SHORT_DATE_FORMAT"), time_format(time(14, 5)))

    assert lu == ecrit


@pytest.mark.parametrize("langue", ["en", "fr"])
@pytest.mark.parametrize("saisie", ["03/04/2027", "2027-04-03"])
def test_date_saisie_se_lit_jour_puis_mois(langue, saisie):
    with translation.override(langue):
        assert DateField().clean(saisie) == date(2027, 4, 3)
