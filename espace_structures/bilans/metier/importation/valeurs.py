"""Reading the value of a cell, with the same tolerance and the same refusals as the entry screens."""

from __future__ import annotations

from decimal import Decimal

from django.core.exceptions import ValidationError

from ..champs import champ_de
from ..definition import DefinitionTrame


class LecteurDeValeurs:
    """One reader a cell, made once; whole numbers, the most frequent values, take a short way."""

    def __init__(self, definition: DefinitionTrame):
        self._champs = {
            code: champ_de(cellule, strip=False) for code, cellule in definition.cellules.items() if not cellule.calcul
        }
        self._numeriques = {code for code, cellule in definition.cellules.items() if cellule.est_numerique}

    def lire(self, code: str, texte: str) -> Decimal | str | None:
        """The answer, None when there is none. Raises ValidationError (Django) with what to do."""
        if code in self._numeriques and texte.isascii() and texte.isdigit() and len(texte) <= 9:
            return Decimal(texte)
        valeur = self._champs[code].clean(texte)
        return None if valeur == "" else valeur


def raison(erreur: ValidationError) -> str:
    """The refusal as one sentence."""
    return " ".join(erreur.messages)
