"""The definition of a campaign, kept between requests: it changes only when it is frozen anew."""

from __future__ import annotations

from django.core.cache import cache

from ..models import Campagne
from .definition import DefinitionTrame
from .gel import cle_de_definition, definition_de

DUREE = 15 * 60  # seconds


def definition_connue(campagne: Campagne) -> DefinitionTrame:
    """The definition that the campaign froze: no query when it was read in the last minutes, those of `definition_de`
    otherwise. The object keeps it: `definition_de` asks nothing more of the same campaign."""
    if campagne.ouverte_le is None:
        return definition_de(campagne)
    cle = cle_de_definition(campagne)
    connue = cache.get(cle)
    if connue is None:
        connue = definition_de(campagne)
        cache.set(cle, connue, DUREE)
    campagne.__dict__["_definition"] = connue
    return connue
