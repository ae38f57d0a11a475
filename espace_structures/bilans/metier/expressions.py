"""Expressions over the answers: `B1 + B2 - F`. Pure: values in, a value out. See `definition` for the grammar.

What an expression means for a trame is worked out once and kept beside that definition: bilans by the thousand read it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import TypeVar

from django.utils.translation import gettext as _

from .definition import CelluleDef, DefinitionTrame, Tableau

Releve = Mapping[str, Decimal]  # answers by cell code; an absent code is an empty answer, never a zero

_CODE = r"[A-Za-z0-9_]+"
_REFERENCE = re.compile(rf"@{_CODE}|{_CODE}(?:\.(?:\*|{_CODE})){{0,2}}")
_SIGNES = {"+": 1, "-": -1}
_T = TypeVar("_T")


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
    if morceaux[0] not in _SIGNES:
        morceaux.insert(0, "+")
    termes = []
    for signe, reference in zip(morceaux[::2], [*morceaux[1::2], ""], strict=False):
        if signe not in _SIGNES or not _REFERENCE.fullmatch(reference):
            raise ExpressionInvalide(
                _("« %(expression)s » ne se lit pas : écrivez des codes séparés par « + » ou « - » entourés d’espaces")
                % {"expression": expression}
            )
        termes.append((_SIGNES[signe], reference))
    return termes


def resoudre(reference: str, definition: DefinitionTrame) -> tuple[str, ...]:
    """Codes of the cells that a reference adds up; a fact (@…) resolves to itself. Raises ExpressionInvalide."""
    if reference.startswith("@") or reference in definition.cellules:
        return (reference,)
    nom, *reste = reference.split(".")
    tableau = definition.elements.get(nom)
    codes: tuple[str, ...] = ()
    if isinstance(tableau, Tableau):
        codes = tuple(code for code in _cellules_visees(tableau, reste) if code in definition.cellules)
    if not codes:
        raise ExpressionInvalide(_("le code « %(code)s » n’existe pas dans la trame") % {"code": reference})
    return codes


def _cellules_visees(tableau: Tableau, reste: list[str]) -> Iterator[str]:
    ligne_voulue, colonne_voulue = ([*reste, "*", "*"])[:2]
    for ligne in tableau.lignes:
        if not (ligne.code == ligne_voulue or (ligne_voulue == "*" and not ligne.dont)):
            continue
        for colonne in tableau.colonnes:
            if colonne.code == colonne_voulue or (colonne_voulue == "*" and not colonne.dont):
                yield f"{tableau.code}.{ligne.code}.{colonne.code}"


def _memoire(definition: DefinitionTrame, nom: str, cle: str, calculer: Callable[[], _T]) -> _T:
    """What was worked out for this definition, kept on it (it never changes)."""
    connus = vars(definition).setdefault(f"_{nom}", {})
    if cle not in connus:
        connus[cle] = calculer()
    return connus[cle]


def analyser(expression: str, definition: DefinitionTrame) -> tuple[Terme, ...]:
    """The terms of an expression, resolved against a trame; raises ExpressionInvalide."""
    return _memoire(
        definition,
        "termes",
        expression,
        lambda: tuple(Terme(signe, ref, resoudre(ref, definition)) for signe, ref in decouper(expression)),
    )


def evaluer(expression: str, definition: DefinitionTrame, releve: Releve) -> Decimal | None:
    """Value of an expression; None when none of its cells is answered (empty is not zero)."""
    total: Decimal | None = None
    for terme in analyser(expression, definition):
        for code in terme.cellules:
            valeur = releve.get(code)
            if valeur is not None:
                total = (total or Decimal(0)) + terme.signe * valeur
    return total


def cellules_citees(expression: str, definition: DefinitionTrame) -> list[str]:
    """Codes of the cells that an expression reads, computed cells followed down to what is typed, without repeats."""
    return list(
        _memoire(definition, "citees", expression, lambda: tuple(_descendre(expression, definition, frozenset())))
    )


def _descendre(expression: str, definition: DefinitionTrame, ancetres: frozenset[str]) -> dict[str, None]:
    citees: dict[str, None] = {}
    for terme in analyser(expression, definition):
        for code in terme.cellules:
            cellule = definition.cellules.get(code)
            if cellule is None or not cellule.calcul:
                citees[code] = None
            elif code not in ancetres:  # a circle of computed cells (which `verifier` refuses) is followed once
                citees.update(_descendre(cellule.calcul, definition, ancetres | {code}))
    return citees


def completer(releve: Releve, definition: DefinitionTrame) -> dict[str, Decimal]:
    """The answers plus the value of every computed cell that has one. Computed cells may read computed cells.

    A computed cell is never taken from `releve`: it is worked out again, or absent when nothing it reads is answered.
    """
    complet = {code: valeur for code, valeur in releve.items() if not _est_calculee(code, definition)}
    for cellule in _ordre_de_calcul(definition):
        valeur = evaluer(cellule.calcul, definition, complet)
        if valeur is not None:
            complet[cellule.code] = valeur
    return complet


def _est_calculee(code: str, definition: DefinitionTrame) -> bool:
    cellule = definition.cellules.get(code)
    return cellule is not None and bool(cellule.calcul)


def _ordre_de_calcul(definition: DefinitionTrame) -> tuple[CelluleDef, ...]:
    """Computed cells, each after those it reads. Cells in a circle, or that read one, are left out: without a value."""
    return _memoire(definition, "ordre_de_calcul", "", lambda: tuple(_ordonner(definition)))


def _ordonner(definition: DefinitionTrame) -> Iterator[CelluleDef]:
    en_attente = {code: cellule for code, cellule in definition.cellules.items() if cellule.calcul}
    while en_attente:
        pretes = [
            cellule
            for cellule in en_attente.values()
            if not any(code in en_attente for terme in analyser(cellule.calcul, definition) for code in terme.cellules)
        ]
        if not pretes:
            return
        yield from pretes
        for cellule in pretes:
            del en_attente[cellule.code]
