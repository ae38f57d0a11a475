"""Expressions over the answers: `B1 + B2 - F`. Pure: values in, a value out. See `definition` for the grammar."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from .definition import DefinitionTrame, Tableau

Releve = Mapping[str, Decimal]  # answers by cell code; an absent code is an empty answer, never a zero

_REFERENCE = re.compile(r"@?[A-Za-z0-9_]+(?:\.(?:\*|[A-Za-z0-9_]+)){0,2}")


class ExpressionInvalide(ValueError):
    """An expression that cannot be read, or that names a cell the trame does not have; the message says which."""


@dataclass(frozen=True)
class Terme:
    """A signed reference; `cellules` are the codes of cells it adds up."""

    signe: int
    reference: str
    cellules: tuple[str, ...]


def decouper(expression: str) -> list[tuple[int, str]]:
    """Signed references of an expression, in order; raises ExpressionInvalide."""
    morceaux = expression.split()
    if not morceaux:
        raise ExpressionInvalide(_("l’expression est vide"))
    if morceaux[0] not in "+-":
        morceaux.insert(0, "+")
    termes = []
    for signe, reference in zip(morceaux[::2], [*morceaux[1::2], ""], strict=False):
        if signe not in ("+", "-") or not _REFERENCE.fullmatch(reference):
            raise ExpressionInvalide(
                _("« %(expression)s » ne se lit pas : écrivez des codes séparés par « + » ou « - » entourés d’espaces")
                % {"expression": expression}
            )
        termes.append((1 if signe == "+" else -1, reference))
    return termes


def resoudre(reference: str, definition: DefinitionTrame) -> tuple[str, ...]:
    """Codes of the cells that a reference adds up; a fact (@…) resolves to itself. Raises ExpressionInvalide."""
    if reference.startswith("@"):
        return (reference,)
    if reference in definition.cellules:
        return (reference,)
    nom, *reste = reference.split(".")
    tableau = definition.elements.get(nom)
    if not isinstance(tableau, Tableau):
        raise ExpressionInvalide(_("le code « %(code)s » n’existe pas dans la trame") % {"code": reference})
    ligne_voulue, colonne_voulue = ([*reste, "*", "*"])[:2]
    codes = tuple(
        cellule
        for ligne in tableau.lignes
        for colonne in tableau.colonnes
        if (ligne.code == ligne_voulue or (ligne_voulue == "*" and not ligne.dont))
        and (colonne.code == colonne_voulue or (colonne_voulue == "*" and not colonne.dont))
        and (cellule := f"{nom}.{ligne.code}.{colonne.code}") in definition.cellules
    )
    if not codes:
        raise ExpressionInvalide(_("le code « %(code)s » n’existe pas dans la trame") % {"code": reference})
    return codes


def analyser(expression: str, definition: DefinitionTrame) -> tuple[Terme, ...]:
    """The terms of an expression, resolved against a trame; raises ExpressionInvalide."""
    return tuple(Terme(signe, ref, resoudre(ref, definition)) for signe, ref in decouper(expression))


def evaluer(expression: str, definition: DefinitionTrame, releve: Releve) -> Decimal | None:
    """Value of an expression; None when none of its cells is answered (empty is not zero)."""
    valeurs = [
        terme.signe * releve[code]
        for terme in analyser(expression, definition)
        for code in terme.cellules
        if releve.get(code) is not None
    ]
    return sum(valeurs, Decimal(0)) if valeurs else None


def cellules_citees(expression: str, definition: DefinitionTrame) -> list[str]:
    """Codes of the cells that an expression reads, computed cells followed down to what is typed, without repeats."""
    citees: dict[str, None] = {}
    for terme in analyser(expression, definition):
        for code in terme.cellules:
            cellule = definition.cellules.get(code)
            if cellule is not None and cellule.calcul:
                citees.update(dict.fromkeys(cellules_citees(cellule.calcul, definition)))
            else:
                citees[code] = None
    return list(citees)


def completer(releve: Releve, definition: DefinitionTrame) -> dict[str, Decimal]:
    """The answers plus the value of every computed cell that has one. Computed cells may read computed cells."""
    complet = dict(releve)
    en_attente = [cellule for cellule in definition.cellules.values() if cellule.calcul]
    # A computed cell may read another that stands after it: as many passes as there are cells at most.
    for _passe in range(len(en_attente)):
        avant = len(complet), tuple(complet.get(cellule.code) for cellule in en_attente)
        for cellule in en_attente:
            valeur = evaluer(cellule.calcul, definition, complet)
            if valeur is not None:
                complet[cellule.code] = valeur
        if (len(complet), tuple(complet.get(cellule.code) for cellule in en_attente)) == avant:
            break
    return complet
