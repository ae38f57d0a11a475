"""Computed numbers laid flat: which typed cells a number adds up, with which sign. Pure."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from decimal import Decimal

from .definition import DefinitionTrame
from .expressions import analyser, evaluer


@dataclass(frozen=True, kw_only=True)
class Calcul:
    """A number seen from one screen: the cells typed there, what the others bring (`base`), what it is worth now."""

    termes: tuple[tuple[int, str], ...]
    base: Decimal | None
    valeur: Decimal | None


def deplier(expression: str, definition: DefinitionTrame, *, signe: int = 1) -> list[tuple[int, str]]:
    """The typed cells that an expression adds up, computed cells followed down; facts (@…) are left out."""
    termes: list[tuple[int, str]] = []
    for terme in analyser(expression, definition):
        for code in terme.cellules:
            cellule = definition.cellules.get(code)
            if cellule is not None and cellule.calcul:
                termes += deplier(cellule.calcul, definition, signe=signe * terme.signe)
            elif cellule is not None:
                termes.append((signe * terme.signe, code))
    return termes


def calcul_sur_place(
    expression: str, definition: DefinitionTrame, releve: Mapping[str, Decimal], ici: Collection[str]
) -> Calcul:
    """The number as a screen computes it, `ici` being the cells typed there; `releve` has computed cells too."""
    termes = deplier(expression, definition)
    ailleurs = [signe * releve[code] for signe, code in termes if code not in ici and code in releve]
    return Calcul(
        termes=tuple((signe, code) for signe, code in termes if code in ici),
        base=sum(ailleurs, Decimal(0)) if ailleurs else None,
        valeur=evaluer(expression, definition, releve),
    )
