"""Who may manage whose account in the back office. Nobody gives more than they have."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.models import Group
from django.db.models import QuerySet

if TYPE_CHECKING:
    from .models import Compte


# Who may sign in as another person: the animation régionale has it from its group.
ASSISTER = "assister_compte"


def droits_accordes(compte: Compte) -> set[int]:
    """Primary keys of the permissions given to this account, by its groups or directly, active or not.

    Reads what was prefetched ("groups__permissions", "user_permissions") when a list asks for many accounts.
    """
    par_les_groupes = {droit.pk for groupe in compte.groups.all() for droit in groupe.permissions.all()}
    return par_les_groupes | {droit.pk for droit in compte.user_permissions.all()}


def depasse(compte: Compte, droits: set[int]) -> bool:
    """Whether this account may do more than these permissions allow."""
    return compte.is_superuser or not droits_accordes(compte) <= droits


def peut_gerer(par: Compte, cible: Compte, *, siens: set[int] | None = None) -> bool:
    """Whether `par` may edit the account `cible`: never an account that has more rights than its own (`siens`, when a
    list has read them once).

    Editing an address opens the way to a password reset: it is as good as signing in as that person.
    """
    return par.is_superuser or not depasse(cible, droits_accordes(par) if siens is None else siens)


def groupes_accordables(par: Compte) -> QuerySet[Group]:
    """Groups that `par` may give or take away: its own, or all for a superuser."""
    return Group.objects.all() if par.is_superuser else par.groups.all()


def _porte(compte: Compte, codename: str) -> bool:
    """Whether a permission of this room was given to this account; reads what a list prefetched."""
    des_groupes = [droit for groupe in compte.groups.all() for droit in groupe.permissions.all()]
    return any(droit.codename == codename for droit in [*des_groupes, *compte.user_permissions.all()])


def peut_assister_en_general(par: Compte) -> bool:
    """Whether `par` belongs to those who sign in as others; never while it already does."""
    return not getattr(par, "is_hijacked", False) and par.has_perm(f"comptes.{ASSISTER}")


def peut_etre_assiste(cible: Compte) -> bool:
    """Neither an administrator, nor a member of the animation, nor a deactivated account."""
    return cible.is_active and not cible.is_superuser and not _porte(cible, ASSISTER)


def peut_assister(par: Compte, cible: Compte, *, siens: set[int] | None = None) -> bool:
    """Whether `par` may sign in as `cible`: never an account with more rights than its own, never its own."""
    if par.pk == cible.pk or not peut_assister_en_general(par):
        return False
    return peut_etre_assiste(cible) and peut_gerer(par, cible, siens=siens)


def peut_reinitialiser(par: Compte, cible: Compte) -> bool:
    """Whether `par` may remove the lost second factor of `cible`; one's own is removed by proving it, on one's page."""
    return par.pk != cible.pk and par.has_perm("comptes.change_compte") and peut_gerer(par, cible)
