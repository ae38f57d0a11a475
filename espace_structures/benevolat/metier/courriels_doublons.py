"""Two files of one person have become one: both addresses are told."""

from __future__ import annotations

from collections.abc import Mapping

from portal.socle.courriels import envoyer

from ..models import Benevole
from .liens import SUIVI, lien


def dire_dossiers_reunis(benevole: Benevole, adresses: Mapping[str, str]) -> None:
    """`adresses`: those of both files, with the language of each. The link only goes to the address that is kept.

    If the files were not those of one person, the other address must not open what is not theirs.
    """
    for adresse, langue in adresses.items():
        gardee = adresse == benevole.courriel
        envoyer(
            "courriels/benevolat/dossiers_reunis",
            [adresse],
            {"prenom": benevole.prenom if gardee else "", "lien": lien(SUIVI, benevole) if gardee else ""},
            langue=langue,
        )
