"""How long a person is kept (domaine.md §7): so many months after the last contact, and never without notice.

The rules, in calendar months (31 December plus two months is the last day of February):

- the last contact is `dernier_contact_le`, or the end of the latest engagement when it is later;
- an engagement that goes on, a pause included, keeps the file whatever its age;
- an open candidature keeps nothing: what is left unanswered is reminded, then taken up by the animation long before;
- the notice leaves `preavis_mois` before the date, and holds for the contact that it is about: a newer one cancels it;
- the file is erased on its date, or thirty days after the notice when this left late (a planner that was off);
- who gave no address cannot be told: erased on the date.

Drafts, whose address nobody confirmed, are erased after a week; lines of access after a year.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Max, QuerySet
from django.utils import timezone

from portal.socle.dates import plus_mois

from ..models import AccesDossier, Benevole
from . import courriels
from .effacement import effacer
from .reglages import reglages

PREAVIS_MINIMAL = timedelta(days=30)
BROUILLONS = timedelta(days=7)
MOIS_DES_ACCES = 12


@dataclass(frozen=True)
class NuitDeConservation:
    """What a night did."""

    rappels: int
    effacements: int
    brouillons: int
    acces: int


def rappel_prevu(contact: date) -> date:
    """The day when the person is told, when the last contact was on this day."""
    valeurs = reglages()
    return plus_mois(contact, valeurs.conservation_mois - valeurs.preavis_mois)


def effacement_prevu(contact: date, rappel: date | None) -> date:
    """The day of the erasure: after so many months, and thirty days after the notice if there was one."""
    prevu = plus_mois(contact, reglages().conservation_mois)
    return prevu if rappel is None else max(prevu, rappel + PREAVIS_MINIMAL)


def dernier_contact(benevole: Benevole) -> date:
    """The day of the last contact with this person."""
    sortie = benevole.engagements.aggregate(sortie=Max("sorti_le"))["sortie"]
    contact = timezone.localdate(benevole.dernier_contact_le)
    return max(contact, sortie) if sortie else contact


def echeance(benevole: Benevole) -> date | None:
    """The day when this person will be erased if nothing happens; None while an engagement goes on."""
    if benevole.engagements.en_cours().exists():
        return None
    contact = dernier_contact(benevole)
    return effacement_prevu(contact, _rappel_valable(benevole, contact))


@transaction.atomic
def prolonger(benevole: Benevole, *, le: datetime) -> None:
    """The person wants to stay, or has just done something: a contact, from which everything is counted again."""
    Benevole.objects.filter(pk=benevole.pk).update(dernier_contact_le=le, rappel_conservation_le=None)


def appliquer(*, le: datetime) -> NuitDeConservation:
    """The work of a night; each person in a transaction of their own, so that one failure stops nobody else's."""
    rappels = effacements = 0
    for pk in _a_regarder(le).values_list("pk", flat=True):
        fait = _traiter(pk, le=le)
        rappels += fait == "rappel"
        effacements += fait == "effacement"
    oublies = Benevole.objects.brouillons().filter(enregistre_le__lte=le - BROUILLONS)
    brouillons = oublies.delete()[1].get("benevolat.Benevole", 0)  # people, not what goes with them
    limite = plus_mois(timezone.localdate(le), -MOIS_DES_ACCES)
    acces, _detail = AccesDossier.objects.filter(le__date__lt=limite).delete()
    return NuitDeConservation(rappels=rappels, effacements=effacements, brouillons=brouillons, acces=acces)


def _a_regarder(le: datetime) -> QuerySet[Benevole]:
    """Those whose file may be due: the exact day is worked out one by one."""
    valeurs = reglages()
    limite = le - timedelta(days=28 * (valeurs.conservation_mois - valeurs.preavis_mois))
    engages = Benevole.objects.engages().values("pk")
    return Benevole.objects.confirmes().filter(dernier_contact_le__lte=limite).exclude(pk__in=engages).order_by("pk")


@transaction.atomic
def _traiter(pk: int, *, le: datetime) -> str:
    """Tell, erase, or nothing, once the row is ours: an engagement opened meanwhile is seen."""
    benevole = Benevole.objects.select_for_update(of=("self",)).filter(pk=pk).first()
    if benevole is None or benevole.engagements.en_cours().exists():
        return ""
    jour, contact = timezone.localdate(le), dernier_contact(benevole)
    rappel = _rappel_valable(benevole, contact)
    if rappel is None and benevole.courriel:
        if jour < rappel_prevu(contact):
            return ""
        Benevole.objects.filter(pk=pk).update(rappel_conservation_le=le)
        prevu = effacement_prevu(contact, jour)
        courriels.prevenir_de_la_fin(benevole, contact, prevu)
        return "rappel"
    if jour < effacement_prevu(contact, rappel):
        return ""
    effacer(benevole, le=le)
    return "effacement"


def _rappel_valable(benevole: Benevole, contact: date) -> date | None:
    """The day of the notice, if it is about this contact."""
    if benevole.rappel_conservation_le is None or benevole.rappel_conservation_le < benevole.dernier_contact_le:
        return None
    rappel = timezone.localdate(benevole.rappel_conservation_le)
    return rappel if rappel >= contact else None
