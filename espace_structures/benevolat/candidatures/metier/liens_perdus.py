"""A link lost, or a new one wanted."""

from __future__ import annotations

from django.db import transaction

from ...metier import courriels
from ...metier.liens import revoquer
from ...models import Benevole


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
