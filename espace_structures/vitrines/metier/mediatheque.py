"""The collection of images and documents of a structure."""

from __future__ import annotations

from django.db import transaction
from wagtail.models import Collection

from espace_structures.structures.models import Structure

from ..models import Mediatheque

COLLECTION_DES_STRUCTURES = "Structures"


@transaction.atomic
def collection_de(structure: Structure) -> Collection:
    """The collection of this structure, made at the first call."""
    connue = Mediatheque.objects.filter(structure=structure).select_related("collection").first()
    if connue is not None:
        return connue.collection
    # The tree grows under the lock of its root: two structures opened at once would be given the same place.
    racine = Collection.objects.select_for_update().filter(depth=1).first()
    parent = racine.get_children().filter(name=COLLECTION_DES_STRUCTURES).first()
    if parent is None:
        parent = racine.add_child(instance=Collection(name=COLLECTION_DES_STRUCTURES))
    collection = parent.add_child(instance=Collection(name=structure.nom))
    Mediatheque.objects.create(structure=structure, collection=collection)
    return collection
