"""Whose volunteers a screen of the gated space shows: the structure one acts for, all of one's own, or the region."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest

from espace_structures.structures.contexte import organisation_courante
from espace_structures.structures.models import Structure

from ..querysets import structures_de


def portee(request: HttpRequest) -> QuerySet[Structure]:
    """Structures of the screen; 403 for who follows no volunteer."""
    siennes = structures_de(request.user)
    if siennes is None:
        return Structure.objects.all()
    choisie = organisation_courante(request)
    if isinstance(choisie, Structure):
        siennes = [pk for pk in siennes if pk == choisie.pk]
    if not siennes:
        raise PermissionDenied
    return Structure.objects.filter(pk__in=siennes)


def structure_unique(request: HttpRequest) -> Structure | None:
    """The only structure of the screen: what one adds there needs no question."""
    trouvees = list(portee(request)[:2])
    return trouvees[0] if len(trouvees) == 1 else None
