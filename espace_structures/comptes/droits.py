"""Who may manage whose account in the back office. Nobody gives more than they have."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.models import Group, Permission
from django.db.models import Q, QuerySet

if TYPE_CHECKING:
    from .models import Compte


def droits_accordes(compte: Compte) -> set[int]:
    """Primary keys of the permissions given to this account, by its groups or directly, active or not."""
    return set(
        Permission.objects.filter(Q(group__user=compte) | Q(user=compte)).values_list("pk", flat=True).distinct()
    )


def peut_gerer(par: Compte, cible: Compte) -> bool:
    """Whether `par` may edit the account `cible`: never an account that has more rights than its own.

    Editing an address opens the way to a password reset: it is as good as signing in as that person.
    """
    if par.is_superuser:
        return True
    if cible.is_superuser:
        return False
    return droits_accordes(cible) <= droits_accordes(par)


def groupes_accordables(par: Compte) -> QuerySet[Group]:
    """Groups that `par` may give or take away: its own, or all for a superuser."""
    return Group.objects.all() if par.is_superuser else par.groups.all()
