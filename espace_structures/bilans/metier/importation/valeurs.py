"""Reading the value of a cell, with the same tolerance and the same refusals as the entry screens."""

from __future__ import annotations

from decimal import Decimal

from django.core.exceptions import ValidationError
from django.forms import Field

from portal.socle.formulaires import ChoixField, JourField, NombreField, TexteField

from ...enums import TypeReponse
from ..definition import CelluleDef, DefinitionTrame

LONGUEUR_PAR_DEFAUT = 4000  # characters of a text, when the trame says nothing
_DECIMALES = {
    TypeReponse.EFFECTIF: 0,
    TypeReponse.MONTANT: 2,
    TypeReponse.DECIMAL: 2,
    TypeReponse.POURCENTAGE: 2,
}
_UNITES = {TypeReponse.MONTANT: ("€", "euros", "euro", "EUR"), TypeReponse.POURCENTAGE: ("%",)}


class LecteurDeValeurs:
    """One reader a cell, made once; whole numbers, the most frequent values, take a short way."""

    def __init__(self, definition: DefinitionTrame):
        self._champs = {code: _champ(cellule) for code, cellule in definition.cellules.items() if not cellule.calcul}
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


def _champ(cellule: CelluleDef) -> Field:
    if cellule.est_numerique:
        return NombreField(decimales=_DECIMALES[cellule.type], unites=_UNITES.get(cellule.type, ()))
    if cellule.type == TypeReponse.CHOIX:
        return ChoixField(choix=[(choix.code, choix.libelle) for choix in cellule.choix])
    if cellule.type == TypeReponse.DATE:
        return JourField()
    return TexteField(longueur=cellule.longueur or LONGUEUR_PAR_DEFAUT, strip=False)
