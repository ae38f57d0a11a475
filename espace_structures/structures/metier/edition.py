"""The editors of a structure's public pages: a Django group a structure, in step with its memberships.

Wagtail gives rights on pages and files to groups. A structure has its own; what the group may touch is granted by the
room that owns the pages (`vitrines`), who belongs to it follows from the memberships, here.
"""

from __future__ import annotations

from django.contrib.auth.models import Group, Permission
from django.db import transaction

from ..enums import StatutStructure
from ..models import MembreStructure, Structure


def groupe_de(structure: Structure) -> Group:
    """The group of the editors of this structure, made at the first call."""
    if structure.groupe_id is None:
        structure.groupe, _cree = Group.objects.get_or_create(name=f"Structure {structure.pk}")
        structure.groupe.permissions.add(
            Permission.objects.get(content_type__app_label="wagtailadmin", codename="access_admin")
        )
        Structure.objects.filter(pk=structure.pk).update(groupe=structure.groupe)
    return structure.groupe


@transaction.atomic
def accorder_les_editeurs(structure: Structure) -> None:
    """Put in the group those who write the pages of the structure, and nobody else; nobody once it is closed.

    To be called after each change of a membership; a nightly job calls it again for every structure.
    """
    membres = MembreStructure.objects.filter(structure=structure, structure__statut=StatutStructure.ACTIVE)
    membres = membres.actifs().editeurs()
    groupe_de(structure).user_set.set(membres.values_list("compte", flat=True))
