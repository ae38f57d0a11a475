"""Dates as people write them (in French the first of a month is « 1er »), days left and months as they count them.

Days are those of the calendar in Paris: a change of clock makes none longer. A date is a deadline to its end included;
an instant is one to itself: what closes at midnight on the 10th has the 9th as its last day.
"""

from calendar import monthrange
from datetime import date, datetime, time, timedelta

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language


def date_longue(jour: date) -> str:
    """The date in full, in the active language."""
    texte = date_format(jour, "DATE_FORMAT")
    if jour.day == 1 and (get_language() or "").startswith("fr"):
        return f"1er{texte.removeprefix('1')}"
    return texte


def dernier_jour(echeance: date | datetime) -> date:
    """The last day on which one may still act."""
    if isinstance(echeance, datetime):
        return timezone.localdate(echeance - timedelta(microseconds=1))
    return echeance


def jours_restants(echeance: date | datetime, le: date | datetime) -> int:
    """Days after this one: 0 on the last day, negative afterwards."""
    jour = timezone.localdate(le) if isinstance(le, datetime) else le
    return (dernier_jour(echeance) - jour).days


def fin_du_jour(jour: date) -> datetime:
    """The instant up to which a day lasts, for what is promised "until" that day."""
    return datetime.combine(jour, time.max, tzinfo=timezone.get_default_timezone())


def plus_mois(jour: date, mois: int) -> date:
    """The same day so many months later (or earlier), or the last of the month where there is no such day."""
    rang = jour.year * 12 + jour.month - 1 + mois
    annee, reste = divmod(rang, 12)
    return date(annee, reste + 1, min(jour.day, monthrange(annee, reste + 1)[1]))
