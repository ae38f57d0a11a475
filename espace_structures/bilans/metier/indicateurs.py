"""Rates and means computed from the answers, each with its numerator and its denominator. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from .definition import DefinitionTrame, Indicateur
from .expressions import Releve, completer, evaluer


@dataclass(frozen=True)
class ValeurIndicateur:
    """An indicator over a set of answers. `valeur` is the plain quotient (0.43 for 43 %)."""

    indicateur: Indicateur
    numerateur: Decimal | None
    denominateur: Decimal | None
    valeur: Decimal | None  # None when there is nothing to divide, or nothing to divide by


def calculer(definition: DefinitionTrame, releve: Releve) -> list[ValeurIndicateur]:
    """Every indicator of the trame, in its order, over the answers of one sheet or over sums of sheets."""
    valeurs = completer(releve, definition)
    return [_calculer(indicateur, definition, valeurs) for indicateur in definition.indicateurs]


def _calculer(indicateur: Indicateur, definition: DefinitionTrame, valeurs: Releve) -> ValeurIndicateur:
    numerateur = evaluer(indicateur.numerateur, definition, valeurs)
    denominateur = evaluer(indicateur.denominateur, definition, valeurs)
    valeur = numerateur / denominateur if numerateur is not None and denominateur else None
    return ValeurIndicateur(indicateur, numerateur, denominateur, valeur)
