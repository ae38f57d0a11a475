"""Seasons of an engagement: they follow one another and never overlap.

What writes here runs under the lock of the engagement: the database cannot compare two rows by itself.
"""

from __future__ import annotations

from datetime import date, timedelta

from django.utils.translation import gettext as _

from ...metier.refus import BenevolatRefuse
from ...metier.reglages import fin_de_saison
from ...models import DemandeRenouvellement, Engagement, Saison


def derniere(engagement: Engagement) -> Saison | None:
    """The latest season."""
    return engagement.saisons.order_by("debut").last()


def ouvrir(engagement: Engagement, *, debut: date, fin: date | None = None) -> Saison:
    """A season from this day, or from the day after the last one ended if that is later.

    `fin` is asked of the settings unless told. Refuses an end that comes before the beginning.
    """
    precedente = derniere(engagement)
    if precedente is not None and precedente.fin >= debut:
        debut = precedente.fin + timedelta(days=1)
    fin = fin or fin_de_saison(debut)
    if fin < debut:
        raise BenevolatRefuse(_("La saison finirait avant d’avoir commencé : corrigez ses dates."))
    return Saison.objects.create(engagement=engagement, debut=debut, fin=fin)


def couper(engagement: Engagement, *, jour: date) -> None:
    """Ends on this day the season that goes on, and takes back those that would begin later.

    An engagement keeps at least one season: one that had not begun lasts its first day.
    """
    saisons = list(engagement.saisons.order_by("debut"))
    for saison in saisons[1:]:
        if saison.debut > jour:
            saison.delete()
    restante = derniere(engagement)
    if restante is not None and restante.fin > jour:
        restante.fin = max(restante.debut, jour)
        restante.save(update_fields=["fin"])


def corriger(saison: Saison, *, debut: date, fin: date) -> Saison:
    """Other dates; refuses what would overlap another season of the engagement, or end before it begins."""
    if fin < debut:
        raise BenevolatRefuse(_("La saison finirait avant d’avoir commencé : corrigez ses dates."))
    autres = Saison.objects.filter(engagement=saison.engagement_id).exclude(pk=saison.pk)
    if autres.filter(debut__lte=fin, fin__gte=debut).exists():
        raise BenevolatRefuse(_("Une autre saison couvre déjà une partie de ces dates : changez-les."))
    saison.debut, saison.fin = debut, fin
    saison.save(update_fields=["debut", "fin"])
    return saison


def est_interrogee(saison: Saison) -> bool:
    """Whether a campaign has asked about this season."""
    return DemandeRenouvellement.objects.filter(saison=saison).exists()
