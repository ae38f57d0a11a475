"""What a structure that closes leaves under way."""

from django.db.models import QuerySet

from espace_structures.bilans.enums import ETATS_MODIFIABLES
from espace_structures.bilans.models import Bilan
from espace_structures.structures.models import Structure


def bilans_en_cours(structure: Structure) -> QuerySet[Bilan]:
    """Bilans that the structure has not sent, or was asked to complete: they stay, and may still be sent."""
    return structure.bilans.filter(etat__in=ETATS_MODIFIABLES).select_related("campagne").order_by("campagne__exercice")
