"""A link lost, or a new one wanted."""

from __future__ import annotations

from django.db import transaction

from ..models import Benevole
from . import courriels
from .liens import revoquer


def envoyer_le_lien_de(courriel: str) -> bool:
    """Send its link to a known address; whether it is known, which the screen never tells. Older links still work."""
    benevole = Benevole.objects.confirmes().filter(courriel__iexact=courriel).first()
    if benevole is None:
        return False
    courriels.envoyer_le_lien(benevole)
    return True


@transaction.atomic
def renouveler(benevole: Benevole) -> None:
    """Make every link sent before worthless, and send a new one."""
    revoquer(benevole)
    courriels.envoyer_le_lien(benevole)
