"""The figures of the exercice before: two queries, whatever the number of sheets."""

from __future__ import annotations

from decimal import Decimal

from ..enums import ETATS_LUS_PAR_FINANCEUR
from ..models import Bilan, Cellule, Reponse
from .definition import DefinitionTrame, Section
from .expressions import completer
from .gel import element_relu


def releves_precedents(bilan: Bilan) -> dict[str, dict[str, Decimal]]:
    """Numbers of the structure's bilan of the exercice before, by département; empty when there is none.

    A bilan that was never sent does not count: its figures are not final, and funders, who read these too, may not see
    them.
    Computed cells are worked out as the trame of that exercice says, which may not be this year's.
    """
    exercice = bilan.campagne.exercice - 1
    releves: dict[str, dict[str, Decimal]] = {}
    reponses = Reponse.objects.filter(
        feuille__bilan__structure=bilan.structure_id,
        feuille__bilan__campagne__exercice=exercice,
        feuille__bilan__etat__in=ETATS_LUS_PAR_FINANCEUR,
    ).values_list("feuille__departement", "cellule__code", "nombre")
    for departement, code, nombre in reponses:
        if nombre is not None:
            releves.setdefault(departement, {})[code] = nombre
    if not releves:
        return {}
    definition = _definition_des_calculs(exercice)
    return {departement: completer(releve, definition) for departement, releve in releves.items()}


def _definition_des_calculs(exercice: int) -> DefinitionTrame:
    """The tables and questions of a frozen campaign: all that computing needs, in one query."""
    par_element: dict[int, list[Cellule]] = {}
    for cellule in Cellule.objects.filter(campagne__exercice=exercice).select_related("element").order_by("ordre"):
        par_element.setdefault(cellule.element_id, []).append(cellule)
    elements = tuple(element_relu(cellules[0].element, cellules) for cellules in par_element.values())
    return DefinitionTrame(
        code=str(exercice), titre="", sections=(Section(code="precedent", titre="", elements=elements),)
    )
