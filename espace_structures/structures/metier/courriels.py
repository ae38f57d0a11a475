"""Who is told what when people come and go; the words are in `templates/courriels/structures.<language>.md`."""

from __future__ import annotations

from datetime import date, datetime

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import ngettext_lazy

from espace_structures.comptes.models import Compte
from portal.socle import courrier
from portal.socle.courrier import Destinataire, Lien, Phrase

from ..models import DemandeAdhesion, Invitation, MembreStructure, Structure
from .organisations import (
    animation,
    champ_de,
    organisation_de,
    responsables_de,
    roles_de,
    type_membre,
    type_organisation,
)

# --- Invitations -----------------------------------------------------------------------------------------------------


def envoyer_invitation(invitation: Invitation, *, secret: str) -> None:
    """To the person invited: the link, and until when it opens."""
    courrier.envoyer(
        "structures.invitation",
        a=Destinataire(invitation.courriel),
        organisation=invitation.organisation,
        par=invitation.invitee_par,
        role=invitation.get_role_lisible(),
        jour=_jour(invitation.expire_le),
        message=invitation.message,
        lien=Lien("invitation", secret),
    )


def transmettre_la_redemande(invitation: Invitation) -> None:
    """The link is dead, the person asks for another."""
    _a_qui_invite("structures.invitation_redemandee", invitation)


def prevenir_de_l_expiration(invitation: Invitation) -> None:
    """Nobody answered, the link has expired."""
    _a_qui_invite("structures.invitation_expiree", invitation)


def _a_qui_invite(cle: str, invitation: Invitation) -> None:
    """To who invited, while still able to send it again; to those in charge otherwise."""
    responsables = responsables_de(invitation.organisation)
    encore = responsables.filter(pk=invitation.invitee_par_id)
    courrier.envoyer(
        cle,
        a=encore if encore.exists() else responsables,
        organisation=invitation.organisation,
        courriel=invitation.courriel,
        lien=_les_membres(invitation.organisation),
    )


# --- Members ---------------------------------------------------------------------------------------------------------


def prevenir_du_role(membre: type_membre) -> None:
    """To the member: what they may now do."""
    courrier.envoyer(
        "structures.role",
        a=membre.compte,
        organisation=organisation_de(membre),
        role=_role(membre),
        lien=Lien("espace:accueil"),
    )


def prevenir_du_retrait(membre: type_membre) -> None:
    """To who is no longer a member; those in charge read the answer."""
    organisation = organisation_de(membre)
    responsables = responsables_de(organisation).exclude(pk=membre.compte_id)
    courrier.envoyer(
        "structures.retrait",
        a=membre.compte,
        repondre_a=responsables.values_list("email", flat=True),
        organisation=organisation,
    )


def demander_si_les_membres_sont_les_bons(structure: Structure, compte: Compte, membres: list[MembreStructure]) -> None:
    """To a responsable, once a year: who has access, and where to change it."""
    acces = ngettext_lazy(
        "%(nombre)d personne a accès à l’espace de « %(structure)s » :",
        "%(nombre)d personnes ont accès à l’espace de « %(structure)s » :",
        "nombre",
    )
    courrier.envoyer(
        "structures.membres_a_verifier",
        a=compte,
        structure=structure,
        acces=Phrase(acces, nombre=len(membres), structure=structure),
        liste=[Phrase("%(qui)s – %(role)s", qui=membre.compte, role=_role(membre)) for membre in membres],
        lien=_les_membres(structure),
    )


# --- Requests to join ------------------------------------------------------------------------------------------------


def demander_confirmation(demande: DemandeAdhesion, *, lien: Lien) -> None:
    """To who asks without an account: prove the address first."""
    _au_demandeur("structures.demande_a_confirmer", demande, lien=lien)


def dire_deja_membre(structure: Structure, compte: Compte) -> None:
    """To a member whose address asked to join: they only have to sign in."""
    courrier.envoyer("structures.deja_membre", a=compte, structure=structure, lien=Lien("account_login"))


def dire_deja_transmise(demande: DemandeAdhesion, *, lien: Lien) -> None:
    """To who asks again: the first request is still waiting."""
    _au_demandeur("structures.demande_deja_transmise", demande, lien=lien)


def prevenir_de_la_demande(demande: DemandeAdhesion, *, rappel: bool = False) -> None:
    """To the responsables, to the animation when there is none: somebody waits for their answer.

    A reminder goes to the animation as well: the responsables may have left without a word.
    """
    destinataires = responsables_de(demande.structure)
    if rappel:
        destinataires = Compte.objects.filter(Q(pk__in=destinataires.values("pk")) | Q(pk__in=animation().values("pk")))
    courrier.envoyer(
        "structures.demande_recue",
        a=destinataires,
        repondre_a=demande.courriel,
        structure=demande.structure,
        qui=f"{demande.prenom} {demande.nom}",
        depuis=_jour(demande.confirmee_le) if rappel else None,
        fonction=demande.fonction,
        courriel=demande.courriel,
        message=demande.message,
        lien=_les_membres(demande.structure),
    )


def annoncer_l_acceptation(demande: DemandeAdhesion) -> None:
    """To who asked and has an account: they are in."""
    _au_demandeur("structures.demande_acceptee", demande, lien=Lien("espace:accueil"))


def annoncer_le_refus(demande: DemandeAdhesion) -> None:
    """To who asked: the answer is no, and why."""
    _au_demandeur("structures.demande_refusee", demande, motif=demande.motif)


def _au_demandeur(cle: str, demande: DemandeAdhesion, **valeurs: object) -> None:
    courrier.envoyer(cle, a=Destinataire(demande.courriel, demande.langue), structure=demande.structure, **valeurs)


# --- The end of a structure ------------------------------------------------------------------------------------------


def prevenir_de_la_cloture(structure: Structure, motif: str) -> None:
    """To its members: why, who takes over, what they may still do."""
    courrier.envoyer(
        "structures.cloture",
        a=Compte.objects.filter(pk__in=structure.membres.actifs().values("compte")),
        structure=structure,
        successeur=structure.successeur,
        motif=motif.strip(),
        lien=Lien("espace:accueil"),
    )


def _les_membres(organisation: type_organisation) -> Lien:
    return Lien("espace:membres", f"{champ_de(organisation)}s", organisation.pk)


def _role(membre: type_membre) -> object:
    return roles_de(organisation_de(membre))(membre.role).label


def _jour(instant: datetime) -> date:
    return timezone.localdate(instant)
