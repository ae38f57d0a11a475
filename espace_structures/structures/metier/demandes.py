"""Requests to join a structure: confirmed by their author, then answered by those who run the structure."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.core import signing
from django.db import transaction
from django.utils.translation import gettext as _

from espace_structures.comptes.models import Compte
from portal.socle.courrier import Lien

from .. import journal
from ..enums import EtatDemande, RoleStructure
from ..models import DemandeAdhesion, MembreStructure, Structure
from . import courriels
from .invitations import InvitationRefusee, inviter
from .membres import rattacher
from .organisations import est_fermee, verrouiller

SEL = "structures.demande"
# Unconfirmed requests are erased, the words of closed ones too.
CONFIRMATION = timedelta(days=7)
RAPPEL = timedelta(days=7)
MEMOIRE = timedelta(days=365)


class DemandeRefusee(Exception):
    """The request cannot be made or answered; the message says why and what to do."""


def jeton(demande: DemandeAdhesion) -> str:
    """What the link of a mail carries: signed, so that nobody guesses another's."""
    return signing.dumps(demande.pk, salt=SEL)


def trouver(jeton_recu: str) -> DemandeAdhesion | None:
    """The request of a link; None when the link is false or the request was erased."""
    try:
        pk = signing.loads(jeton_recu, salt=SEL)
    except signing.BadSignature:
        return None
    return DemandeAdhesion.objects.select_related("structure").filter(pk=pk).first()


def lien(demande: DemandeAdhesion) -> Lien:
    """Where the author confirms, follows or withdraws the request."""
    return Lien("demande_suivie", jeton(demande))


@transaction.atomic
def deposer(
    structure: Structure,
    *,
    courriel: str,
    prenom: str,
    nom: str,
    fonction: str,
    message: str,
    le: datetime,
    langue: str = "",
) -> None:
    """A visitor asks to join, and is answered in the language of the form.

    The answer goes by mail alone: the screen never tells whether an address is known.
    """
    verrouiller(structure)  # a double click makes one request
    adresse = Compte.objects.normalize_email(courriel)
    membre = _membre_actif(structure, adresse)
    if membre is not None:
        courriels.dire_deja_membre(structure, membre.compte)
        return
    en_cours = _en_cours(structure, adresse)
    if en_cours is not None and en_cours.etat == EtatDemande.EN_ATTENTE:
        courriels.dire_deja_transmise(en_cours, lien=lien(en_cours))
        return
    dits = {"prenom": prenom, "nom": nom, "fonction": fonction, "message": message, "creee_le": le, "langue": langue}
    if en_cours is not None:  # not confirmed yet: what was said last counts
        DemandeAdhesion.objects.filter(pk=en_cours.pk).update(**dits)
        demande = en_cours
        demande.langue = langue
    else:
        demande = DemandeAdhesion.objects.create(structure=structure, courriel=adresse, **dits)
    courriels.demander_confirmation(demande, lien=lien(demande))


@transaction.atomic
def deposer_pour(structure: Structure, *, compte: Compte, fonction: str, message: str, le: datetime) -> DemandeAdhesion:
    """Somebody signed in asks to join: their address is known, nothing is to be confirmed."""
    structure = verrouiller(structure)
    if est_fermee(structure):
        raise DemandeRefusee(_("Cette structure est fermée : personne ne peut plus la rejoindre."))
    if _membre_actif(structure, compte.email) is not None:
        raise DemandeRefusee(_("Vous êtes déjà membre de cette structure."))
    en_cours = _en_cours(structure, compte.email)
    if en_cours is not None and en_cours.etat == EtatDemande.EN_ATTENTE:
        raise DemandeRefusee(_("Votre demande est déjà transmise : la réponse vous arrivera par courriel."))
    demande = en_cours or DemandeAdhesion(structure=structure, courriel=compte.email)
    demande.compte, demande.prenom, demande.nom = compte, compte.first_name, compte.last_name
    demande.fonction, demande.message = fonction, message
    demande.etat, demande.creee_le, demande.confirmee_le = EtatDemande.EN_ATTENTE, le, le
    demande.save()
    courriels.prevenir_de_la_demande(demande)
    return demande


@transaction.atomic
def confirmer(demande: DemandeAdhesion, *, le: datetime) -> DemandeAdhesion:
    """The author holds the address: those who run the structure are told. A second click changes nothing."""
    demande = _verrouiller(demande)
    if demande.etat != EtatDemande.A_CONFIRMER:
        return demande
    demande.etat, demande.confirmee_le = EtatDemande.EN_ATTENTE, le
    demande.save()
    courriels.prevenir_de_la_demande(demande)
    return demande


@transaction.atomic
def retirer(demande: DemandeAdhesion, *, le: datetime) -> DemandeAdhesion:
    """The author changes their mind, before the answer."""
    demande = _verrouiller(demande)
    if demande.etat == EtatDemande.RETIREE:
        return demande
    if demande.etat not in (EtatDemande.A_CONFIRMER, EtatDemande.EN_ATTENTE):
        raise DemandeRefusee(_("La structure a déjà répondu à cette demande : il n’y a plus rien à retirer."))
    demande.etat, demande.traitee_le = EtatDemande.RETIREE, le
    demande.save()
    return demande


@transaction.atomic
def accepter(demande: DemandeAdhesion, *, role: str, par: Compte, le: datetime) -> DemandeAdhesion:
    """Let the person in: member at once with an account, invited to open one otherwise."""
    demande = _a_traiter(demande)
    if role not in RoleStructure.values:
        raise DemandeRefusee(_("Choisissez le rôle de cette personne."))
    compte = demande.compte or Compte.objects.filter(email=demande.courriel).first()
    if compte is not None:
        if not compte.is_active:
            raise DemandeRefusee(
                _("Le compte de cette personne est désactivé : demandez à l’animation régionale de le rouvrir.")
            )
        rattacher(demande.structure, compte, role=role, par=par, le=le)
        courriels.annoncer_l_acceptation(demande)
    else:
        try:
            inviter(demande.structure, courriel=demande.courriel, role=role, par=par, le=le)
        except InvitationRefusee as refus:
            raise DemandeRefusee(str(refus)) from refus
    return _clore(demande, EtatDemande.ACCEPTEE, par=par, le=le)


@transaction.atomic
def refuser(demande: DemandeAdhesion, *, motif: str, par: Compte, le: datetime) -> DemandeAdhesion:
    """Say no, and why: the author reads it."""
    demande = _a_traiter(demande)
    demande.motif = motif.strip()
    if not demande.motif:
        raise DemandeRefusee(_("Dites à la personne pourquoi sa demande est refusée : elle recevra ce motif."))
    journal.noter(demande.structure, journal.REFUSER, par=par, le=le, personne=f"{demande.prenom} {demande.nom}")
    courriels.annoncer_le_refus(demande)
    return _clore(demande, EtatDemande.REFUSEE, par=par, le=le)


def _clore(demande: DemandeAdhesion, etat: EtatDemande, *, par: Compte, le: datetime) -> DemandeAdhesion:
    demande.etat, demande.traitee_par, demande.traitee_le = etat, par, le
    demande.save()
    return demande


def _a_traiter(demande: DemandeAdhesion) -> DemandeAdhesion:
    demande = _verrouiller(demande)
    if demande.etat != EtatDemande.EN_ATTENTE:
        raise DemandeRefusee(
            _("Cette demande a déjà reçu une réponse, ou son auteur ou autrice l’a retirée : il n’y a rien à faire.")
        )
    return demande


def _verrouiller(demande: DemandeAdhesion) -> DemandeAdhesion:
    return (
        DemandeAdhesion.objects.select_for_update(of=("self",)).select_related("structure", "compte").get(pk=demande.pk)
    )


def _membre_actif(structure: Structure, adresse: str) -> MembreStructure | None:
    membres = MembreStructure.objects.actifs().filter(structure=structure, compte__email=adresse)
    return membres.select_related("compte").first()


def _en_cours(structure: Structure, adresse: str) -> DemandeAdhesion | None:
    return (
        DemandeAdhesion.objects.select_for_update(of=("self",))
        .select_related("structure")
        .filter(
            structure=structure,
            courriel__iexact=adresse,
            etat__in=(EtatDemande.A_CONFIRMER, EtatDemande.EN_ATTENTE),
        )
        .first()
    )
