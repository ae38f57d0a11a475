"""The small trame under one rule at a time, and the messages that a set of answers gets."""

import dataclasses
from decimal import Decimal

from espace_structures.bilans.enums import Portee, Severite
from espace_structures.bilans.metier.coherence import controler
from espace_structures.bilans.metier.definition import Regle

from .bilans import PETITE_TRAME


def avec_regle(
    genre, message="", *, severite=Severite.BLOQUANTE, portee=Portee.FEUILLE, facultative=True, **parametres
):
    """The small trame with this rule alone and nothing mandatory."""
    sections = PETITE_TRAME.sections
    if facultative:
        sections = tuple(
            dataclasses.replace(
                section,
                elements=tuple(dataclasses.replace(element, obligatoire=False) for element in section.elements),
            )
            for section in sections
        )
    regle = Regle(
        code="R", genre=genre, severite=severite, portee=portee, message=message or "Rien.", parametres=parametres
    )
    return dataclasses.replace(PETITE_TRAME, sections=sections, regles=(regle,))


def messages(definition, reponses, **options):
    chiffres = {code: v if isinstance(v, str) else Decimal(str(v)) for code, v in reponses.items()}
    return [anomalie.message for anomalie in controler(definition, chiffres, **options)]
