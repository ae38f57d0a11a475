"""The companies' door: an employer pledges volunteers, whose candidatures carry its code; it sees counts only."""

from __future__ import annotations

from datetime import date

from django.utils import timezone

from ..enums import EtatEntreprise
from ..models import Entreprise


def par_code(code: str, *, jour: date | None = None) -> Entreprise | None:
    """The company of this code, if its address is confirmed and its pledge not over; case and spaces do not count."""
    jour = jour or timezone.localdate()
    return Entreprise.objects.filter(code=normaliser(code), etat=EtatEntreprise.ACTIVE, jusqu_au__gte=jour).first()


def normaliser(code: str) -> str:
    """The code as it is stored, however it was typed."""
    return "".join(code.split()).upper()
