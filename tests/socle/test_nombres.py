"""How numbers and dates are written for people."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.template import Context, Template
from django.utils import translation

from portal.socle.nombres import ecrire_date, ecrire_euros, ecrire_nombre, ecrire_pourcentage

FINE = "\u202f"
ABSENT = (
    '<span class="discret" title="non renseigné"><span aria-hidden="true">—</span>'
    '<span class="visually-hidden">non renseigné</span></span>'
)


def _rendre(gabarit: str, **contexte) -> str:
    return Template("{% load portail %}" + gabarit).render(Context(contexte))


@pytest.mark.parametrize(
    ("valeur", "texte"),
    [
        (0, "0"),
        (7, "7"),
        (999, "999"),
        (1234, f"1{FINE}234"),
        (1234567, f"1{FINE}234{FINE}567"),
        (Decimal("1234.50"), f"1{FINE}234,5"),
        (Decimal("0.05"), "0,05"),
        (Decimal("1E+3"), f"1{FINE}000"),
        (2.675, "2,68"),
        (-1234, f"−1{FINE}234"),
        (Decimal("-0.001"), "0"),
    ],
)
def test_nombre_french(valeur, texte):
    assert ecrire_nombre(valeur) == texte


def test_nombre_english():
    with translation.override("en"):
        assert ecrire_nombre(Decimal("1234.5")) == "1,234.5"


def test_nombre_with_forced_decimals():
    assert ecrire_nombre(Decimal("12.345"), 1) == "12,3"
    assert ecrire_nombre(12, 2) == "12,00"


def test_pourcentage_rounded_half_up():
    assert ecrire_pourcentage(Decimal("0.4325")) == f"43,3{FINE}%"
    assert ecrire_pourcentage(1, 0) == f"100{FINE}%"


def test_euros_cents_only_when_there_are_some():
    assert ecrire_euros(Decimal("15250.00")) == f"15{FINE}250{FINE}€"
    assert ecrire_euros(Decimal("15250.5")) == f"15{FINE}250,50{FINE}€"


def test_euros_english():
    with translation.override("en"):
        assert ecrire_euros(Decimal("-1200")) == "−€1,200"


def test_date_of_a_moment_is_the_one_of_paris():
    soir_a_londres = datetime(2026, 6, 30, 22, 30, tzinfo=UTC)

    assert ecrire_date(soir_a_londres) == "mercredi 1er juillet 2026"
    assert ecrire_date(date(2026, 11, 24)) == "mardi 24 novembre 2026"


def test_filtre_nombre_empty_is_not_zero():
    assert _rendre("{{ v|nombre }}", v=0) == "0"
    assert _rendre("{{ v|nombre }}", v=None) == ABSENT


@pytest.mark.parametrize("filtre", ["nombre", "pourcentage", "euros", "date_longue"])
def test_filtres_say_that_a_value_is_absent(filtre):
    assert _rendre("{{ v|" + filtre + " }}", v=None) == ABSENT


def test_filtres_write_what_is_known():
    rendu = _rendre(
        "{{ n|nombre:1 }} {{ p|pourcentage:0 }} {{ m|euros }} {{ j|date_longue }}", n=3, p=0.5, m=2, j=date(2026, 1, 5)
    )

    assert rendu == f"3,0 50{FINE}% 2{FINE}€ lundi 5 janvier 2026"
