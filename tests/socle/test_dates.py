"""Days left: those of the calendar in Paris, to the closing instant, whatever the clocks do."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from portal.socle.dates import dernier_jour, fin_du_jour, jours_restants, plus_mois

PARIS = ZoneInfo("Europe/Paris")
# Spring takes an hour from the 29th of March 2026, autumn gives it back to the 25th of October.
CHANGEMENTS = [date(2026, 3, 29), date(2026, 10, 25), date(2026, 7, 14)]


def a(jour: date, heures: int = 0, minutes: int = 0) -> datetime:
    return datetime(jour.year, jour.month, jour.day, heures, minutes, tzinfo=PARIS)


@pytest.mark.parametrize("jour", CHANGEMENTS)
@pytest.mark.parametrize("ecart", [-1, 0, 1])
def test_echeance_a_minuit_a_la_veille_pour_dernier_jour(jour, ecart):
    """A deadline the day before, of, and after the change, read at every half hour of three days."""
    cloture = a(jour + timedelta(days=ecart))
    instants = [cloture.astimezone(UTC) - timedelta(minutes=30 * demi) for demi in range(1, 145)]

    lus = [(instant.astimezone(PARIS).date(), jours_restants(cloture, instant)) for instant in instants]

    assert dernier_jour(cloture) == cloture.date() - timedelta(days=1)
    assert {nombre for _jour, nombre in lus} >= {0, 1, 2}
    assert [nombre for _jour, nombre in lus] == [(cloture.date() - timedelta(days=1) - jour).days for jour, _ in lus]


@pytest.mark.parametrize("jour", CHANGEMENTS)
def test_date_reste_ouverte_jusqu_a_sa_fin(jour):
    instants = [
        a(jour - timedelta(days=1), 23, 59),
        a(jour),
        a(jour, 2, 30),
        a(jour, 23, 59),
        a(jour) + timedelta(days=1),
    ]

    assert [jours_restants(jour, instant) for instant in instants] == [1, 0, 0, 0, -1]
    assert [instant <= fin_du_jour(jour) for instant in instants] == [True, True, True, True, False]
    assert dernier_jour(fin_du_jour(jour)) == jour


def test_jour_se_compte_a_paris():
    minuit_passe_a_paris = datetime(2026, 6, 29, 22, 30, tzinfo=UTC)

    assert jours_restants(date(2026, 6, 30), minuit_passe_a_paris) == 0
    assert jours_restants(date(2026, 6, 30), date(2026, 6, 28)) == 2


@pytest.mark.parametrize(
    ("jour", "mois", "attendu"),
    [
        (date(2025, 12, 31), 2, date(2026, 2, 28)),
        (date(2024, 2, 29), 24, date(2026, 2, 28)),
        (date(2028, 2, 29), 36, date(2031, 2, 28)),
        (date(2026, 3, 5), 36, date(2029, 3, 5)),
        (date(2026, 3, 31), -1, date(2026, 2, 28)),
        (date(2026, 1, 15), -1, date(2025, 12, 15)),
        (date(2026, 3, 3), 22, date(2028, 1, 3)),
    ],
)
def test_mois_du_calendrier_et_fins_de_mois(jour, mois, attendu):
    assert plus_mois(jour, mois) == attendu
