"""What people type or paste, with the one right value of each: read by every test of an entrance."""

from datetime import time
from decimal import Decimal
from pathlib import Path
from typing import Any

import yaml


class Refus(str):
    """The code of a refusal, in the place of a value."""

    __slots__ = ()


def _valeur(genre: str, lu: Any) -> Any:
    if isinstance(lu, dict) and "heure" in lu:
        return time.fromisoformat(lu["heure"])
    if isinstance(lu, dict):
        return Refus(lu["refus"])
    return Decimal(lu) if genre == "montant" and lu is not None else lu


SAISIES: dict[str, dict[str, Any]] = {
    genre: {texte: _valeur(genre, lu) for texte, lu in saisies.items()}
    for genre, saisies in yaml.safe_load((Path(__file__).parent / "saisies.yaml").read_text(encoding="utf-8")).items()
}


def cas(*genres: str) -> list[tuple[str, str, Any]]:
    """(kind, what is typed, value or refusal) of these kinds."""
    return [(genre, texte, lu) for genre in genres for texte, lu in SAISIES[genre].items()]


__all__ = ["SAISIES", "Refus", "cas"]
