"""Drawing whole numbers from a seed: the same demonstration on every machine."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from random import Random

CENTIME = Decimal("0.01")


class Tirage:
    """A seeded source of plausible numbers."""

    def __init__(self, graine: str):
        self._alea = Random(graine)  # noqa: S311 - invented figures, not secrets

    def entre(self, bas: float, haut: float) -> float:
        return self._alea.uniform(bas, haut)

    def entier(self, valeur: float, ecart: float = 0.12) -> int:
        """A whole number around a value, never negative."""
        return max(0, round(valeur * self.entre(1 - ecart, 1 + ecart)))

    def parmi(self, choix: Sequence[str]) -> str:
        return self._alea.choice(choix)

    def chances(self, nombre: int, part: float) -> int:
        """How many out of so many people are in a share of them."""
        return sum(self._alea.random() < part for _personne in range(nombre))

    def repartir(self, total: int, poids: Sequence[float], ecart: float = 0.2) -> list[int]:
        """Whole numbers that sum to the total, in proportion of weights a little shaken (largest remainders)."""
        brouilles = [p * self.entre(1 - ecart, 1 + ecart) for p in poids]
        somme = sum(brouilles)
        exacts = [total * p / somme for p in brouilles]
        parts = [int(exact) for exact in exacts]
        par_reste = sorted(range(len(parts)), key=lambda rang: exacts[rang] - parts[rang], reverse=True)
        for rang in par_reste[: total - sum(parts)]:
            parts[rang] += 1
        return parts


def partager(montant: Decimal, poids: Sequence[int]) -> list[Decimal]:
    """An amount in proportion of weights, to the cent; the last part takes the remainder."""
    total = sum(poids)
    parts = [(montant * p / total).quantize(CENTIME) for p in poids[:-1]]
    return [*parts, montant - sum(parts, Decimal(0))]


def partager_effectif(nombre: int, poids: Sequence[int]) -> list[int]:
    """A number of people in proportion of weights; the last part takes the remainder."""
    total = sum(poids)
    parts = [nombre * p // total for p in poids[:-1]]
    return [*parts, nombre - sum(parts)]
