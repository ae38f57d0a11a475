"""Who answers for a public page."""

from __future__ import annotations

from django.db.models import QuerySet

from espace_structures.comptes.models import Compte
from espace_structures.structures.models import MembreStructure, Structure

from ..models import ActionPage, FichePage


def responsables_de(structure: Structure | int) -> QuerySet[Compte]:
    """Accounts in charge of a structure."""
    membres = MembreStructure.objects.actifs().responsables().filter(structure=structure)
    return Compte.objects.filter(pk__in=membres.values("compte")).order_by("pk")


def structure_de(page: FichePage | ActionPage) -> Structure:
    """The structure whose page it is: named on a sheet, that of the sheet above for an action."""
    if isinstance(page, FichePage):
        return page.structure
    return Structure.objects.get(fiches__path=page.path[: -page.steplen])
