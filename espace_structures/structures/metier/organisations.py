"""A structure or a funder: what both have in common when people come and go."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db.models import QuerySet

from espace_structures.comptes.models import Compte

from ..enums import RoleFinanceur, RoleStructure, StatutStructure
from ..groupes import ANIMATION
from ..models import Financeur, MembreFinanceur, MembreStructure, Structure

if TYPE_CHECKING:
    from django.db.models import TextChoices

type_membre = MembreStructure | MembreFinanceur
type_organisation = Structure | Financeur


def organisation_de(membre: type_membre) -> type_organisation:
    """The structure or the funder of a membership."""
    return membre.structure if isinstance(membre, MembreStructure) else membre.financeur


def champ_de(organisation: type_organisation) -> str:
    """Name of the key by which invitations and memberships point to it."""
    return "structure" if isinstance(organisation, Structure) else "financeur"


def roles_de(organisation: type_organisation) -> type[TextChoices]:
    """The roles that one may hold there."""
    return RoleStructure if isinstance(organisation, Structure) else RoleFinanceur


def verrouiller(organisation: type_organisation) -> type_organisation:
    """Fresh from the database, locked: whoever changes its members waits for the others."""
    return type(organisation).objects.select_for_update(of=("self",)).get(pk=organisation.pk)


def est_fermee(organisation: type_organisation) -> bool:
    """Nobody joins a structure that is closed."""
    return isinstance(organisation, Structure) and organisation.statut == StatutStructure.FERMEE


def responsables_de(organisation: type_organisation) -> QuerySet[Compte]:
    """Who runs it: its responsables; the animation for a funder and for a structure that nobody runs."""
    responsables = Compte.objects.filter(
        pk__in=MembreStructure.objects.actifs().responsables().filter(structure=organisation.pk).values("compte")
    )
    if isinstance(organisation, Structure) and responsables.exists():
        return responsables
    return animation()


def animation() -> QuerySet[Compte]:
    """The accounts of the animation régionale."""
    return Compte.objects.filter(groups__name=ANIMATION, is_active=True).order_by("pk")


def partir(membre: type_membre, *, le: datetime) -> None:
    """Close the membership: it stays, as history."""
    membre.actif, membre.quitte_le = False, le
    membre.save(update_fields=["actif", "quitte_le"])


def revenir(membre: type_membre, *, role: str) -> None:
    """Open again a membership that was closed, with this role and not the one it had."""
    membre.role, membre.actif, membre.quitte_le = role, True, None
    membre.save(update_fields=["role", "actif", "quitte_le"])
