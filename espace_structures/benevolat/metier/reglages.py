"""What the animation has set, and what follows from it."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, datetime, timedelta

from django.utils import timezone

from ..models import ReglagesBenevolat

# A season that would last less than this goes on to the end of the next one.
SAISON_MINIMALE = timedelta(days=90)


def reglages() -> ReglagesBenevolat:
    """The settings of the room; what a fresh portal has when nobody saved them."""
    return ReglagesBenevolat.load()


def reponse_promise(recue_le: datetime) -> date:
    """The day by which a structure has promised to answer a candidature received at this moment."""
    return timezone.localdate(recue_le) + timedelta(days=reglages().delai_reponse)


def fin_de_saison(debut: date) -> date:
    """Last day of a season that begins on this day: the last day of the month set by the animation.

    Where fewer than ninety days would remain, the season goes on to the same day of the next year.
    """
    mois = reglages().fin_de_saison_mois
    fin = _fin(debut.year, mois)
    while fin < debut + SAISON_MINIMALE:
        fin = _fin(fin.year + 1, mois)
    return fin


def _fin(annee: int, mois: int) -> date:
    return date(annee, mois, monthrange(annee, mois)[1])
