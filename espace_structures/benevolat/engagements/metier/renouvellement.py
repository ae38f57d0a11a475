"""Renewal: each volunteer whose season ends is asked once whether they go on, and answers in one click.

A campaign belongs to a structure, or is launched by the animation for all. The answer may change until it is closed.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from espace_structures.structures.enums import StatutStructure

from ...enums import CanalReponse, MotifSortie, Reponse, StatutEngagement
from ...journal import noter
from ...metier.refus import BenevolatRefuse
from ...models import CampagneRenouvellement, DemandeRenouvellement, Engagement, Saison
from . import courriels, engagements

if TYPE_CHECKING:
    from espace_structures.comptes.models import Compte
    from espace_structures.structures.models import Structure


def concernees(*, fin_de_saison: date, structure: Structure | None) -> QuerySet[Saison]:
    """Last seasons of active engagements that end by this day and that nobody asked about yet."""
    suivantes = Saison.objects.filter(engagement=OuterRef("engagement"), debut__gt=OuterRef("debut"))
    saisons = Saison.objects.filter(
        ~Exists(suivantes),
        fin__lte=fin_de_saison,
        demande__isnull=True,
        engagement__statut=StatutEngagement.ACTIF,
        engagement__structure__statut=StatutStructure.ACTIVE,
    )
    return saisons if structure is None else saisons.filter(engagement__structure=structure)


@transaction.atomic
def lancer(
    structure: Structure | None, *, titre: str, fin_de_saison: date, message: str, par: Compte, le: datetime
) -> CampagneRenouvellement:
    """Asks everybody concerned, once each; who has no address is to be called. Refuses where nobody is concerned."""
    voulus = concernees(fin_de_saison=fin_de_saison, structure=structure).values("engagement")
    # The lock of the engagements, then the question again: a second campaign launched meanwhile asks nobody twice.
    verrouilles = [
        e.pk for e in Engagement.objects.select_for_update(of=("self",)).filter(pk__in=voulus).order_by("pk")
    ]
    saisons = list(
        concernees(fin_de_saison=fin_de_saison, structure=structure)
        .filter(engagement__in=verrouilles)
        .select_related("engagement__benevole", "engagement__structure")
        .order_by("pk")
    )
    if not saisons:
        raise BenevolatRefuse(
            _("Personne n’est concerné : aucune saison en cours ne finit avant ce jour sans avoir déjà été demandée.")
        )
    campagne = CampagneRenouvellement.objects.create(
        structure=structure, titre=titre, fin_de_saison=fin_de_saison, message=message, lancee_le=le, lancee_par=par
    )
    demandes = DemandeRenouvellement.objects.bulk_create(
        DemandeRenouvellement(
            campagne=campagne, saison=saison, envoyee_le=le, a_appeler=not saison.engagement.benevole.courriel
        )
        for saison in saisons
    )
    for demande in demandes:
        courriels.demander(demande)
    noter(campagne, "benevolat.campagne", par=par, le=le, detail=str(len(demandes)))
    return campagne


@transaction.atomic
def clore(campagne: CampagneRenouvellement, *, par: Compte, le: datetime) -> CampagneRenouvellement:
    """No answer changes any more. Closed twice, it keeps its first date."""
    campagne = CampagneRenouvellement.objects.select_for_update(of=("self",)).get(pk=campagne.pk)
    if campagne.close_le is None:
        campagne.close_le = le
        campagne.save(update_fields=["close_le"])
        noter(campagne, "benevolat.campagne_close", par=par, le=le)
    return campagne


@transaction.atomic
def repondre(
    demande: DemandeRenouvellement,
    *,
    choix: str,
    canal: str,
    le: datetime,
    par: Compte | None = None,
    jusqu_au: date | None = None,
    motif: str = "",
    precision: str = "",
) -> DemandeRenouvellement:
    """Writes the answer and does what it says. The same answer again changes nothing; another one replaces it."""
    demande = _verrouiller(demande.pk)
    engagement = demande.saison.engagement
    jour = timezone.localdate(le)
    if choix not in Reponse.values:
        raise BenevolatRefuse(_("Choisissez une des trois réponses."))
    if demande.campagne.close_le is not None:
        raise BenevolatRefuse(_("Cette campagne est close : écrivez à la structure, elle notera votre réponse."))
    if choix == demande.reponse and (choix != Reponse.PAUSE or jusqu_au == engagement.pause_jusqu_au):
        return demande
    _defaire(demande, engagement, jour=jour)
    if choix == Reponse.CONTINUE:
        engagements.reconduire(
            engagement, par=par, le=le, apres=demande.saison, prevenir=canal == CanalReponse.STRUCTURE
        )
    elif choix == Reponse.PAUSE:
        if jusqu_au is None:
            raise BenevolatRefuse(_("Dites jusqu’à quand va la pause."))
        engagements.mettre_en_pause(
            engagement, jusqu_au=jusqu_au, par=par, le=le, prevenir=canal == CanalReponse.STRUCTURE
        )
    else:
        engagements.sortir(engagement, motif=motif or MotifSortie.AUTRE, precision=precision, par=par, le=le)
    demande.reponse, demande.repondue_le, demande.canal, demande.a_appeler = choix, le, canal, False
    demande.save(update_fields=["reponse", "repondue_le", "canal", "a_appeler"])
    return demande


def _defaire(demande: DemandeRenouvellement, engagement: Engagement, *, jour: date) -> None:
    """Takes back what the answer before did: the season not begun yet, the pause, the departure."""
    suivantes = engagement.saisons.filter(debut__gt=demande.saison.debut)
    if suivantes.filter(demande__isnull=False).exists():
        raise BenevolatRefuse(_("Une question plus récente vous a été posée : répondez à celle-là."))
    if engagement.statut == StatutEngagement.SORTI and demande.reponse != Reponse.ARRET:
        raise BenevolatRefuse(_("Cet engagement est terminé : écrivez à la structure si vous voulez le reprendre."))
    if demande.reponse == Reponse.CONTINUE:
        suivantes.filter(debut__gt=jour).delete()
    elif demande.reponse:
        engagement.statut, engagement.pause_jusqu_au = StatutEngagement.ACTIF, None
        engagement.sorti_le, engagement.motif_sortie, engagement.precision = None, "", ""
        engagement.save()


def _verrouiller(pk: int) -> DemandeRenouvellement:
    """The question, alone to be answered now: the lock of the engagement first, as everywhere else."""
    Engagement.objects.select_for_update(of=("self",)).filter(saisons__demande=pk).first()
    return (
        DemandeRenouvellement.objects.select_related("campagne", "saison__engagement__benevole")
        .select_related("saison__engagement__structure")
        .select_for_update(of=("self",))
        .get(pk=pk)
    )
