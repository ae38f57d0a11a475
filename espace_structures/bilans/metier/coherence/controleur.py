"""Applying the rules of a trame to answers."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from ...enums import Portee
from ..definition import DefinitionTrame
from .anomalies import Anomalie
from .contexte import Contexte
from .obligatoires import manques
from .regles import EXAMENS


def controler(
    definition: DefinitionTrame,
    reponses: Mapping[str, Decimal | str],
    *,
    precedent: Mapping[str, Decimal] | None = None,
    faits: Mapping[str, Decimal] | None = None,
    portee: Portee = Portee.FEUILLE,
) -> list[Anomalie]:
    """What does not hold among the answers: missing mandatory ones first (for a sheet), then the rules in their order.

    `precedent`: numbers of the exercice before, computed cells included; `faits`: what the portal knows (@objectif…).
    """
    contexte = Contexte.de(definition, reponses, precedent, faits)
    anomalies = list(manques(contexte)) if portee == Portee.FEUILLE else []
    for regle in definition.regles:
        if regle.portee != portee:
            continue
        constat = EXAMENS[regle.genre](regle, contexte)
        if constat is not None:
            anomalies.append(Anomalie(regle.code, regle.severite, portee, constat.message, constat.cellules))
    return anomalies
