"""Who may manage whose account in the back office. Nobody gives more than they have."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.models import Group
from django.db.models import QuerySet

if TYPE_CHECKING:
    from .models import Compte


def droits_accordes(compte: Compte) -> set[int]:
    """Primary keys of the permissions given to this account, by its groups or directly, active or not.

    Reads what was prefetched ("groups__permissions", "user_permissions") when a list asks for many accounts.
    """
    par_les_groupes = {droit.pk for groupe in compte.groups.all() for droit in groupe.permissions.all()}
    return par_les_groupes | {droit.pk for droit in compte.user_permissions.all()}


def depasse(compte: Compte, droits: set[int]) -> bool:
    """Whether this account may do more than these permissions allow."""
    return compte.is_superuser or not droits_accordes(compte) <= droits


def peut_gerer(par: Compte, cible: Compte) -> bool:
    """Whether `par` may edit the account `cible`: never an account that has more rights than its own.

    Editing an address opens the way to a password reset: it is as good as signing in as that person.
    """
    return par.is_superuser or not depasse(cible, droits_accordes(par))


def groupes_accordables(par: Compte) -> QuerySet[Group]:
    """Groups that `par` may give or take away: its own, or all for a superuser."""
    return Group.objects.all() if par.is_superuser else par.groups.all()
