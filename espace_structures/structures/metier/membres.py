"""Members of a structure or of a funder: their role, their departure. A structure keeps a responsable."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from espace_structures.comptes.models import Compte

from .. import journal
from ..enums import RoleStructure
from ..models import MembreFinanceur, MembreStructure, Structure
from . import courriels
from .organisations import (
    champ_de,
    est_fermee,
    organisation_de,
    partir,
    revenir,
    roles_de,
    type_membre,
    type_organisation,
    verrouiller,
)


class MembreRefuse(Exception):
    """The members cannot be changed this way; the message says why and what to do."""


def verifier_qu_il_reste_un_responsable(structure: Structure, *, sans: Iterable[int]) -> None:
    """Refuses when these memberships (primary keys) are the last responsables of a structure that has some.

    To be called under the lock of the structure, before the change. A closed structure needs nobody.
    """
    sans = set(sans)
    responsables = set(
        MembreStructure.objects.actifs().responsables().filter(structure=structure).values_list("pk", flat=True)
    )
    if responsables and responsables <= sans and not est_fermee(structure):
        raise plus_de_responsable(structure)


def plus_de_responsable(structure: Structure) -> MembreRefuse:
    """The refusal of a change that would leave the structure without anybody to run it."""
    return MembreRefuse(
        _(
            "« %(structure)s » n’aurait plus de responsable : nommez d’abord une autre personne responsable, "
            "puis recommencez."
        )
        % {"structure": structure.nom}
    )


def verifier_changement(membre: MembreStructure, *, role: str, actif: bool) -> None:
    """Refuses a role or a state that would leave the structure without a responsable (screens of the back office)."""
    if not (actif and role == RoleStructure.RESPONSABLE):
        verifier_qu_il_reste_un_responsable(membre.structure, sans=[membre.pk])


@transaction.atomic
def rattacher(
    organisation: type_organisation, compte: Compte, *, role: str, par: Compte | None, le: datetime
) -> type_membre:
    """Make this account a member. Somebody who left comes back with this role; an active member keeps their own."""
    organisation = verrouiller(organisation)
    modele = MembreStructure if isinstance(organisation, Structure) else MembreFinanceur
    membre, est_nouveau = modele.objects.get_or_create(
        compte=compte, **{champ_de(organisation): organisation}, defaults={"role": role}
    )
    if not est_nouveau and membre.actif:
        return membre
    if not est_nouveau:
        revenir(membre, role=role)
    journal.noter(organisation, journal.REJOINDRE, par=par, le=le, personne=str(compte), role=role)
    return membre


@transaction.atomic
def changer_role(membre: type_membre, *, role: str, par: Compte, le: datetime) -> type_membre:
    """Give another role to an active member; refuses to take away the last responsable."""
    membre, organisation = _verrouiller(membre)
    _refuser_role_inconnu(organisation, role)
    if not membre.actif:
        raise MembreRefuse(_("Cette personne n’est plus membre : rendez-lui d’abord l’accès."))
    if membre.role == role:
        return membre
    if isinstance(membre, MembreStructure):
        verifier_changement(membre, role=role, actif=True)
    annuler_ses_invitations(membre, organisation, le=le)
    membre.role = role
    membre.save(update_fields=["role"])
    journal.noter(organisation, journal.CHANGER_ROLE, par=par, le=le, personne=str(membre.compte), role=role)
    courriels.prevenir_du_role(membre)
    return membre


@transaction.atomic
def desactiver(membre: type_membre, *, par: Compte, le: datetime) -> type_membre:
    """Take the access away; what the person did keeps their name. Refuses for the last responsable."""
    membre, organisation = _verrouiller(membre)
    if not membre.actif:
        return membre
    if isinstance(membre, MembreStructure):
        verifier_changement(membre, role=membre.role, actif=False)
    partir(membre, le=le)
    annuler_ses_invitations(membre, organisation, le=le)
    journal.noter(organisation, journal.DESACTIVER, par=par, le=le, personne=str(membre.compte), role=membre.role)
    courriels.prevenir_du_retrait(membre)
    return membre


@transaction.atomic
def reactiver(membre: type_membre, *, role: str, par: Compte, le: datetime) -> type_membre:
    """Give the access back, with the role that is chosen now."""
    membre, organisation = _verrouiller(membre)
    _refuser_role_inconnu(organisation, role)
    if membre.actif:
        return membre
    if est_fermee(organisation):
        raise MembreRefuse(_("Cette structure est fermée : personne ne peut plus la rejoindre."))
    revenir(membre, role=role)
    journal.noter(organisation, journal.REACTIVER, par=par, le=le, personne=str(membre.compte), role=role)
    courriels.prevenir_du_role(membre)
    return membre


def annuler_ses_invitations(membre: type_membre, organisation: type_organisation, *, le: datetime) -> None:
    """Whoever no longer runs an organisation lets nobody in: the invitations that she sent die with her role."""
    organisation.invitations.en_attente().filter(invitee_par=membre.compte).update(annulee_le=le)


def role_au_retour(membre: type_membre) -> str:
    """The role proposed to somebody who comes back: never the responsable's again, which is chosen anew."""
    if membre.role == RoleStructure.RESPONSABLE:
        return RoleStructure.CONTRIBUTEUR
    return membre.role


def _verrouiller(membre: type_membre) -> tuple[type_membre, type_organisation]:
    """The membership as it now is, under the lock of its organisation."""
    organisation = verrouiller(organisation_de(membre))
    frais = type(membre).objects.select_related("compte", champ_de(organisation)).get(pk=membre.pk)
    return frais, organisation


def _refuser_role_inconnu(organisation: type_organisation, role: str) -> None:
    if role not in roles_de(organisation).values:
        raise MembreRefuse(_("Ce rôle n’existe pas dans cette organisation : choisissez-en un de la liste."))
