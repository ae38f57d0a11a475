"""When a call for projects is open, and how to say it. Pure: no database, no clock.

The minute of closing is included: a call that closes at 12:00 is closed from 12:01. Days are those of Paris's calendar.
"""

from datetime import datetime, time, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.socle.dates import date_longue, jours_restants

from ..enums import StatutAppel

JOURS_BIENTOT = 7
DEBUT_DE_JOURNEE = time(0, 0)
FIN_DE_JOURNEE = time(23, 59)


def minute(le: datetime) -> datetime:
    """The instant without its seconds."""
    return le.replace(second=0, microsecond=0)


def seuil_bientot(le: datetime) -> datetime:
    """A call that closes at this instant or before closes soon: midnight at the end of the seventh day after `le`."""
    jour = timezone.localdate(le) + timedelta(days=JOURS_BIENTOT + 1)
    return datetime.combine(jour, DEBUT_DE_JOURNEE, tzinfo=timezone.get_default_timezone())


def statut(ouverture: datetime, cloture: datetime, *, le: datetime) -> StatutAppel:
    """State of a call at an instant."""
    if le < ouverture:
        return StatutAppel.A_VENIR
    if cloture < minute(le):
        return StatutAppel.CLOS
    return StatutAppel.CLOT_BIENTOT if cloture <= seuil_bientot(le) else StatutAppel.OUVERT


def moment(instant: datetime, *, sans_heure: time) -> str:
    """Date of an instant, with its hour unless the hour only says "the whole day" (`sans_heure`)."""
    local = timezone.localtime(instant)
    jour = date_longue(local.date())
    if local.time().replace(second=0, microsecond=0) == sans_heure:
        return jour
    heure = _("%(heures)s h %(minutes)s") % {"heures": local.hour, "minutes": f"{local.minute:02d}"}
    return _("%(jour)s à %(heure)s") % {"jour": jour, "heure": heure}


def phrase_delai(ouverture: datetime, cloture: datetime, *, le: datetime) -> str:
    """What a reader needs to know of the dates, in one plain sentence."""
    etat = statut(ouverture, cloture, le=le)
    fin = moment(cloture, sans_heure=FIN_DE_JOURNEE)
    if etat == StatutAppel.A_VENIR:
        return _("Ouvre le %(debut)s.") % {"debut": moment(ouverture, sans_heure=DEBUT_DE_JOURNEE)}
    if etat == StatutAppel.CLOS:
        return _("Clos depuis le %(fin)s.") % {"fin": fin}
    jours = jours_restants(cloture, le)
    if jours <= 0:  # the minute of closing belongs to the last day, even at midnight
        return _("Dernier jour pour candidater : clôture le %(fin)s.") % {"fin": fin}
    return ngettext(
        "Il reste %(jours)s jour pour candidater : clôture le %(fin)s.",
        "Il reste %(jours)s jours pour candidater : clôture le %(fin)s.",
        jours,
    ) % {"jours": jours, "fin": fin}
