"""How fast a structure answers its candidatures, wherever it is shown."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import template
from django.utils import timezone

from ..candidatures.metier.reactivite import reactivite_de

if TYPE_CHECKING:
    from espace_structures.structures.models import Structure

register = template.Library()


@register.inclusion_tag("benevolat/_reactivite.html")
def reactivite(structure: Structure) -> dict[str, Any]:
    """{% reactivite structure %}: median delay and share answered in time, or why there is none yet."""
    return {"mesure": reactivite_de(structure, jour=timezone.localdate())}
