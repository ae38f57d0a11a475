"""Invitations by e-mail: sent, sent again, cancelled, accepted. A link lives two weeks and serves once."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from espace_structures.comptes.models import Compte
from portal.socle.dates import fin_du_jour
from portal.socle.planification import envoyer_une_fois

from .. import journal
from ..models import Invitation
from . import courriels
from .membres import rattacher
from .organisations import champ_de, est_fermee, roles_de, type_organisation, verrouiller
from .secrets import empreinte, tirer

DUREE = timedelta(days=14)
DELAI_DE_RENVOI = timedelta(minutes=1)
PLAFOND = 50  # pending invitations an organisation


class InvitationRefusee(Exception):
    """The invitation cannot be sent or accepted; the message says why and what to do."""


class DejaAcceptee(InvitationRefusee):
    """The invitation was accepted before (a double click, the link opened twice)."""


@transaction.atomic
def inviter(
    organisation: type_organisation, *, courriel: str, role: str, par: Compte, le: datetime, message: str = ""
) -> Invitation:
    """Write to this address with a secret link; refuses a member, a second invitation, more than the cap."""
    organisation = verrouiller(organisation)
    adresse = Compte.objects.normalize_email(courriel)
    _refuser(organisation, adresse, role)
    secret, digest = tirer()
    invitation = Invitation.objects.create(
        **{champ_de(organisation): organisation},
        courriel=adresse,
        role=role,
        message=message.strip(),
        empreinte=digest,
        invitee_par=par,
        creee_le=le,
        envoyee_le=le,
        expire_le=_fin(le),
    )
    journal.noter(organisation, journal.INVITER, par=par, le=le, personne=adresse, role=role)
    courriels.envoyer_invitation(invitation, secret=secret)
    return invitation


def _fin(le: datetime) -> datetime:
    """The end of the last day, which mails and screens name."""
    return fin_du_jour(timezone.localdate(le) + DUREE)


def _refuser(organisation: type_organisation, adresse: str, role: str) -> None:
    if role not in roles_de(organisation).values:
        raise InvitationRefusee(_("Ce rôle n’existe pas dans cette organisation : choisissez-en un de la liste."))
    if est_fermee(organisation):
        raise InvitationRefusee(_("Cette structure est fermée : personne ne peut plus la rejoindre."))
    if organisation.membres.filter(compte__email=adresse, actif=True).exists():
        raise InvitationRefusee(
            _("La personne à l’adresse %(adresse)s est déjà membre : changez plutôt son rôle dans la liste.")
            % {"adresse": adresse}
        )
    attente = organisation.invitations.en_attente()
    if attente.filter(courriel__iexact=adresse).exists():
        raise InvitationRefusee(
            _("Une invitation attend déjà la personne à l’adresse %(adresse)s : renvoyez-la plutôt.")
            % {"adresse": adresse}
        )
    if attente.count() >= PLAFOND:
        raise InvitationRefusee(
            _(
                "%(plafond)d invitations attendent déjà : annulez celles qui ne servent plus, puis envoyez "
                "les nouvelles."
            )
            % {"plafond": PLAFOND}
        )


@transaction.atomic
def renvoyer(invitation: Invitation, *, par: Compte, le: datetime) -> Invitation:
    """Send a new link, valid two weeks from now; the old one dies. Refuses within a minute of the last sending."""
    invitation = _verrouiller(invitation)
    _refuser_si_close(invitation)
    if le < invitation.envoyee_le + DELAI_DE_RENVOI:
        raise InvitationRefusee(_("Cette invitation vient de partir : attendez une minute avant de la renvoyer."))
    if est_fermee(invitation.organisation):
        raise InvitationRefusee(_("Cette structure est fermée : personne ne peut plus la rejoindre."))
    secret, invitation.empreinte = tirer()
    invitation.envoyee_le, invitation.expire_le, invitation.invitee_par = le, _fin(le), par
    invitation.save()
    journal.noter(
        invitation.organisation, journal.RENVOYER, par=par, le=le, personne=invitation.courriel, role=invitation.role
    )
    courriels.envoyer_invitation(invitation, secret=secret)
    return invitation


@transaction.atomic
def annuler(invitation: Invitation, *, par: Compte, le: datetime) -> Invitation:
    """The link opens nothing any more."""
    invitation = _verrouiller(invitation)
    _refuser_si_close(invitation)
    invitation.annulee_le = le
    invitation.save()
    journal.noter(
        invitation.organisation, journal.ANNULER, par=par, le=le, personne=invitation.courriel, role=invitation.role
    )
    return invitation


def trouver(secret: str) -> Invitation | None:
    """The invitation of a link, whatever its state; None when no mail in force holds this secret."""
    return (
        Invitation.objects.select_related("structure", "financeur", "invitee_par")
        .filter(empreinte=empreinte(secret))
        .first()
    )


def est_valable(invitation: Invitation, *, le: datetime) -> bool:
    """Whether it may be accepted at this moment."""
    close = invitation.acceptee_le or invitation.annulee_le or est_fermee(invitation.organisation)
    return not close and le < invitation.expire_le


@transaction.atomic
def accepter(invitation: Invitation, *, compte: Compte, le: datetime) -> Invitation:
    """Make the account a member with the role of the invitation. Only the account of the invited address may."""
    invitation = _verrouiller(invitation)
    if invitation.acceptee_le:
        raise DejaAcceptee(_("Cette invitation a déjà été acceptée."))
    if not est_valable(invitation, le=le):
        raise InvitationRefusee(_("Cette invitation n’est plus valable : demandez-en une nouvelle."))
    if Compte.objects.normalize_email(invitation.courriel) != compte.email or not compte.is_active:
        raise InvitationRefusee(
            _("Cette invitation est destinée à une autre adresse que celle de votre compte : déconnectez-vous d’abord.")
        )
    invitation.acceptee_le, invitation.acceptee_par = le, compte
    invitation.save()
    rattacher(invitation.organisation, compte, role=invitation.role, par=compte, le=le)
    return invitation


@transaction.atomic
def redemander(invitation: Invitation, *, le: datetime, jour) -> bool:
    """Tell who invited that the link is dead, once a day; whether a mail leaves."""
    premiere_fois = envoyer_une_fois(
        code="structures.invitation_redemandee",
        objet=str(invitation.pk),
        destinataire=invitation.courriel,
        echeance=jour,
        le=le,
    )
    if premiere_fois:
        courriels.transmettre_la_redemande(invitation)
    return premiere_fois


def _verrouiller(invitation: Invitation) -> Invitation:
    return (
        Invitation.objects.select_for_update(of=("self",))
        .select_related("structure", "financeur", "invitee_par")
        .get(pk=invitation.pk)
    )


def _refuser_si_close(invitation: Invitation) -> None:
    if invitation.acceptee_le:
        raise InvitationRefusee(_("Cette invitation a déjà été acceptée."))
    if invitation.annulee_le:
        raise InvitationRefusee(_("Cette invitation a déjà été annulée."))
