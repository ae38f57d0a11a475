"""A line of a dashboard: something that waits, and the way to it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class LigneAFaire:
    """An icon, a sentence, more about it in quiet ink, an address (empty when there is nowhere to go)."""

    picto: str
    texte: str
    adresse: str
    detail: str = ""
