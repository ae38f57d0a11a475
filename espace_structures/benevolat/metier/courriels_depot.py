"""The address to confirm: the only mail that leaves before the candidature reaches anybody."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portal.socle.courriels import envoyer

if TYPE_CHECKING:
    from ..models import Benevole, Candidature

CONFIRMER = "courriels/benevolat/confirmer_candidature"


def demander_confirmation(benevole: Benevole, candidature: Candidature, *, lien: str) -> None:
    """To the person alone: nobody else is disturbed before they answer."""
    contexte = {
        "prenom": benevole.prenom,
        "structure": candidature.structure.nom if candidature.structure else "",
        "lien": lien,
    }
    envoyer(CONFIRMER, [benevole.courriel], contexte, langue=benevole.langue)
