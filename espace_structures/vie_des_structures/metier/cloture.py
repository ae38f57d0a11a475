"""A structure closes or opens again, with what other rooms make of it: rights on pages, bilans under way."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import QuerySet

from espace_structures.bilans.enums import ETATS_MODIFIABLES
from espace_structures.bilans.models import Bilan
from espace_structures.structures.metier.cloture import fermer, rouvrir
from espace_structures.structures.models import Structure
from espace_structures.vitrines.metier.edition import accorder

if TYPE_CHECKING:
    from espace_structures.comptes.models import Compte


def bilans_en_cours(structure: Structure) -> QuerySet[Bilan]:
    """Bilans that the structure has not sent, or was asked to complete: they stay, and may still be sent."""
    return structure.bilans.filter(etat__in=ETATS_MODIFIABLES).select_related("campagne").order_by("campagne__exercice")


@transaction.atomic
def fermer_partout(
    structure: Structure,
    *,
    motif: str,
    fermee_le: date,
    successeur: Structure | None,
    par: Compte | None,
    le: datetime,
) -> Structure:
    """Close the structure and take its pages away from its editors; raises ClotureRefusee."""
    structure = fermer(structure, motif=motif, fermee_le=fermee_le, successeur=successeur, par=par, le=le)
    accorder(structure)
    return structure


@transaction.atomic
def rouvrir_partout(structure: Structure, *, par: Compte | None, le: datetime) -> Structure:
    """Open the structure again and give its pages back to its editors; raises ClotureRefusee."""
    structure = rouvrir(structure, par=par, le=le)
    accorder(structure)
    return structure
