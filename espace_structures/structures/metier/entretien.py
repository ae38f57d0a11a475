"""What time does to memberships: requests erased, reminders. Each function is safe to run again."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from portal.socle.planification import envoyer_une_fois

from ..enums import EtatDemande, RoleStructure
from ..models import DemandeAdhesion, Invitation, MembreStructure, Structure
from . import courriels
from .demandes import CONFIRMATION, MEMOIRE, RAPPEL

# Somebody who took up their functions less than this ago is not asked yet.
ANCIENNETE = RAPPEL * 4
PREMIER_MOIS = 9  # the yearly question leaves in September, when teams change


def effacer_les_demandes(*, le: datetime) -> tuple[int, int]:
    """Requests that led to nothing (never confirmed, or refused or withdrawn a year ago), whole; of those accepted a
    year ago, the words: how many of each."""
    jamais_confirmees = Q(etat=EtatDemande.A_CONFIRMER, creee_le__lt=le - CONFIRMATION)
    sans_suite = Q(etat__in=(EtatDemande.REFUSEE, EtatDemande.RETIREE), traitee_le__lt=le - MEMOIRE)
    effacees, _detail = DemandeAdhesion.objects.filter(jamais_confirmees | sans_suite).delete()
    acceptees = DemandeAdhesion.objects.filter(traitee_le__lt=le - MEMOIRE).exclude(message="", fonction="")
    return effacees, acceptees.update(message="", fonction="")


def rappeler_les_demandes(*, le: datetime) -> int:
    """Requests that nobody answered for a week: those who may answer are told again, once; how many."""
    attente = DemandeAdhesion.objects.en_attente().filter(confirmee_le__lt=le - RAPPEL).select_related("structure")
    return sum(_rappeler(demande, le) for demande in attente.order_by("pk"))


@transaction.atomic
def _rappeler(demande: DemandeAdhesion, le: datetime) -> bool:
    premiere_fois = envoyer_une_fois(
        code="structures.demande_en_attente",
        objet=str(demande.pk),
        destinataire="responsables",
        echeance=timezone.localdate(demande.confirmee_le),
        le=le,
    )
    if premiere_fois:
        courriels.prevenir_de_la_demande(demande, rappel=True)
    return premiere_fois


def signaler_les_invitations_expirees(*, le: datetime) -> int:
    """Invitations without an answer: who sent them is told, once for each sending; how many."""
    expirees = Invitation.objects.en_attente().filter(expire_le__lte=le)
    lues = expirees.select_related("structure", "financeur", "invitee_par").order_by("pk")
    return sum(_signaler(invitation, le) for invitation in lues)


@transaction.atomic
def _signaler(invitation: Invitation, le: datetime) -> bool:
    premiere_fois = envoyer_une_fois(
        code="structures.invitation_expiree",
        objet=str(invitation.pk),
        destinataire=invitation.courriel,
        echeance=timezone.localdate(invitation.expire_le),
        le=le,
    )
    if premiere_fois:
        courriels.prevenir_de_l_expiration(invitation)
    return premiere_fois


def demander_la_verification_annuelle(*, le: datetime) -> int:
    """“Are your members still the right ones?”: to each responsable of an active structure, once a year; how many."""
    jour = timezone.localdate(le)
    if jour.month < PREMIER_MOIS:
        return 0
    structures = Structure.objects.actives().filter(creee_le__lt=le - ANCIENNETE).order_by("pk")
    return sum(_demander(structure, date(jour.year, PREMIER_MOIS, 1), le) for structure in structures)


@transaction.atomic
def _demander(structure: Structure, echeance: date, le: datetime) -> int:
    membres = list(
        MembreStructure.objects.actifs()
        .filter(structure=structure)
        .select_related("compte", "structure")
        .order_by("compte__last_name", "compte__first_name")
    )
    envoyes = 0
    for compte in [membre.compte for membre in membres if membre.role == RoleStructure.RESPONSABLE]:
        if envoyer_une_fois(
            code="structures.verification_annuelle",
            objet=str(structure.pk),
            destinataire=compte.email,
            echeance=echeance,
            le=le,
        ):
            courriels.demander_si_les_membres_sont_les_bons(structure, compte, membres)
            envoyes += 1
    return envoyes
