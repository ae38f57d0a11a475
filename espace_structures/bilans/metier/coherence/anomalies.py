"""What a control finds."""

from __future__ import annotations

from dataclasses import dataclass

from ...enums import Portee, Severite

# The code that stands for a rule when mandatory answers are missing: completeness needs no rule in the trame.
OBLIGATOIRE = "OBLIGATOIRE"


@dataclass(frozen=True)
class Anomalie:
    """Something that does not hold. `cellules`: codes of the typed cells to look at, in the order of the rule."""

    regle: str
    severite: Severite
    portee: Portee
    message: str
    cellules: tuple[str, ...]
