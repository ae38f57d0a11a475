"""The field that reads what a cell holds: the same for the entry screens and for what an import brings."""

from __future__ import annotations

from typing import Any

from django.forms import Field

from portal.socle.formulaires import ChoixField, JourField, NombreField, TexteField

from ..enums import TypeReponse
from .definition import CelluleDef

LONGUEUR_PAR_DEFAUT = 4000  # characters of a text, when the trame says nothing
_NOMBRES: dict[str, dict[str, Any]] = {
    TypeReponse.EFFECTIF: {"decimales": 0},
    TypeReponse.MONTANT: {"decimales": 2, "unites": ("€", "euros", "euro", "EUR")},
    TypeReponse.DECIMAL: {"decimales": 2},
    TypeReponse.POURCENTAGE: {"decimales": 2, "unites": ("%",)},
}


def champ_de(cellule: CelluleDef, *, strip: bool = True, **options: Any) -> Field:
    """`strip`: whether the spaces around a text are nobody's; other options go to the field."""
    if cellule.est_numerique:
        return NombreField(**_NOMBRES[cellule.type], **options)
    if cellule.type == TypeReponse.CHOIX:
        return ChoixField(choix=[(choix.code, choix.libelle) for choix in cellule.choix], **options)
    if cellule.type == TypeReponse.DATE:
        return JourField(**options)
    return TexteField(longueur=cellule.longueur or LONGUEUR_PAR_DEFAUT, strip=strip, **options)
