"""Moderators of départements: named and discharged, their Django group kept in step with their missions."""

from __future__ import annotations

from datetime import datetime

from django.contrib.auth.models import Group
from django.db import transaction

from espace_structures.comptes.models import Compte

from ..groupes import MODERATION
from ..models import Moderateur


@transaction.atomic
def nommer(compte: Compte, departement: str, *, le: datetime) -> Moderateur:
    """Give this account the moderation of a département; idempotent. Somebody discharged takes it up again."""
    moderateur, _cree = Moderateur.objects.get_or_create(compte=compte, departement=departement)
    if not moderateur.actif:
        moderateur.actif, moderateur.depuis = True, le
        moderateur.save(update_fields=["actif", "depuis"])
    accorder_les_moderateurs()
    return moderateur


@transaction.atomic
def retirer(moderateur: Moderateur) -> None:
    """End the mission; it stays, as history."""
    moderateur.actif = False
    moderateur.save(update_fields=["actif"])
    accorder_les_moderateurs()


@transaction.atomic
def accorder_les_moderateurs() -> None:
    """Put in the group of moderators those who have a mission in force, and nobody else.

    To be called after each change of a mission; a nightly job calls it again.
    """
    groupe, _cree = Group.objects.get_or_create(name=MODERATION)
    groupe.user_set.set(Moderateur.objects.actifs().values_list("compte", flat=True).distinct())
