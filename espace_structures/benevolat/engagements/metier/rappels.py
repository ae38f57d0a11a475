"""What renewals do by themselves: reminders that stop on answer, pauses that end, the weekly digest."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from espace_structures.structures.enums import StatutStructure
from espace_structures.structures.models import Structure
from portal.socle.planification import envoyer_une_fois

from ...enums import Reponse, StatutEngagement
from ...metier.reglages import reglages
from ...models import DemandeRenouvellement, Engagement, Saison
from . import courriels, engagements

LUNDI, SAMEDI = 0, 5

# name of the count: which questions it counts
COMPTES = {
    "confirmes": Q(reponse=Reponse.CONTINUE),
    "pauses": Q(reponse=Reponse.PAUSE),
    "arrets": Q(reponse=Reponse.ARRET),
    "sans_reponse": Q(reponse="", a_appeler=False),
    "a_appeler": Q(reponse="", a_appeler=True),
}


def compter(demandes: QuerySet[DemandeRenouvellement]) -> dict[str, int]:
    """How many answered what: one query."""
    return demandes.aggregate(**{nom: Count("pk", filter=condition) for nom, condition in COMPTES.items()})


def relancer(*, le: datetime) -> tuple[int, int]:
    """Reminders that are due, never at a week-end; after the last one, to be called. How many of each."""
    jour = timezone.localdate(le)
    if jour.weekday() >= SAMEDI:
        return 0, 0
    rappeles = a_appeler = 0
    for pk in en_attente().values_list("pk", flat=True).order_by("pk"):
        fait = _relancer_une(pk, le=le)
        rappeles += fait == "rappel"
        a_appeler += fait == "appel"
    return rappeles, a_appeler


def en_attente() -> QuerySet[DemandeRenouvellement]:
    """Questions that still wait for a reminder: open campaign, no answer, and nothing settled by the structure."""
    suivantes = Saison.objects.filter(engagement=OuterRef("saison__engagement"), debut__gt=OuterRef("saison__debut"))
    return DemandeRenouvellement.objects.sans_reponse().filter(
        ~Exists(suivantes),
        a_appeler=False,
        campagne__close_le__isnull=True,
        saison__engagement__statut=StatutEngagement.ACTIF,
        saison__engagement__structure__statut=StatutStructure.ACTIVE,
    )


@transaction.atomic
def _relancer_une(pk: int, *, le: datetime) -> str:
    """Under its lock: an answer given meanwhile is seen."""
    demande = (
        en_attente()
        .select_related("campagne", "saison__engagement__benevole", "saison__engagement__structure")
        .select_for_update(of=("self",))
        .filter(pk=pk)
        .first()
    )
    regles = reglages()
    if demande is None:
        return ""
    derniere = timezone.localdate(demande.rappelee_le or demande.envoyee_le)
    if timezone.localdate(le) < derniere + timedelta(days=regles.rappel_renouvellement):
        return ""
    if demande.rappels >= regles.nombre_de_rappels or not demande.saison.engagement.benevole.courriel:
        demande.a_appeler = True
        demande.save(update_fields=["a_appeler"])
        return "appel"
    demande.rappels += 1
    demande.rappelee_le = le
    demande.save(update_fields=["rappels", "rappelee_le"])
    courriels.demander(demande, rappel=True)
    return "rappel"


def reveiller(*, le: datetime) -> int:
    """Ends the pauses whose last day is past: a season opened, both told. How many."""
    jour = timezone.localdate(le)
    finies = Engagement.objects.filter(
        statut=StatutEngagement.EN_PAUSE, pause_jusqu_au__lt=jour, structure__statut=StatutStructure.ACTIVE
    )
    nombre = 0
    for pk in list(finies.order_by("pk").values_list("pk", flat=True)):
        nombre += _reveiller_une(pk, le=le)
    return nombre


@transaction.atomic
def _reveiller_une(pk: int, *, le: datetime) -> int:
    """Under its lock: a pause made longer meanwhile goes on."""
    engagement = (
        Engagement.objects.select_for_update(of=("self",))
        .filter(pk=pk, statut=StatutEngagement.EN_PAUSE, pause_jusqu_au__lt=timezone.localdate(le))
        .first()
    )
    if engagement is None:
        return 0
    engagements.reprendre(engagement, par=None, le=le)
    return 1


def faire_le_point(*, le: datetime) -> int:
    """On Mondays, one mail a structure whose campaign is open. How many structures."""
    jour = timezone.localdate(le)
    if jour.weekday() != LUNDI:
        return 0
    ouvertes = DemandeRenouvellement.objects.filter(campagne__close_le__isnull=True)
    structures = Structure.objects.filter(
        pk__in=ouvertes.values("saison__engagement__structure"), statut=StatutStructure.ACTIVE
    ).order_by("pk")
    nombre = 0
    for structure in structures:
        comptes = compter(ouvertes.filter(saison__engagement__structure=structure))
        if not (comptes["sans_reponse"] or comptes["a_appeler"]):
            continue
        nombre += _ecrire_le_point(structure, comptes, le=le)
    return nombre


@transaction.atomic
def _ecrire_le_point(structure: Structure, comptes: dict[str, int], *, le: datetime) -> int:
    """Once a Monday, whoever runs the job again."""
    premiere_fois = envoyer_une_fois(
        code="benevolat.renouvellement",
        objet=f"structure-{structure.pk}",
        destinataire=f"structure-{structure.pk}",
        echeance=timezone.localdate(le),
        le=le,
    )
    if premiere_fois:
        courriels.faire_le_point(structure, comptes)
    return int(premiere_fois)
