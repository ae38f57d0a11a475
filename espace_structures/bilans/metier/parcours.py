"""The order in which a bilan is filled: section after section, sheet after sheet. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from .definition import DefinitionTrame

EtapeDeSaisie = tuple[str, str]  # département, code of section


def etape_suivante(
    definition: DefinitionTrame, departements: Sequence[str], departement: str, section: str
) -> EtapeDeSaisie | None:
    """The section after this one, in the next sheet after the last; None at the very end."""
    etapes = [(dep, sec.code) for dep in departements for sec in definition.sections]
    rang = etapes.index((departement, section)) + 1
    return etapes[rang] if rang < len(etapes) else None
