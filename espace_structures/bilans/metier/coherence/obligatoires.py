"""Completeness: what must be answered and is not, gathered one anomaly a table or a question."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ...enums import Portee, Severite
from ..definition import CelluleDef, Question, Tableau
from .anomalies import OBLIGATOIRE, Anomalie
from .contexte import Contexte
from .ecriture import nommer_element

_CITEES_AU_PLUS = 3


def manques(contexte: Contexte) -> Iterator[Anomalie]:
    """One blocking anomaly for each table or question that lacks a mandatory answer, in the order of the form."""
    par_element: dict[str, list[CelluleDef]] = {}
    for cellule in contexte.definition.cellules.values():
        if cellule.obligatoire and not cellule.calcul:
            par_element.setdefault(cellule.element, []).append(cellule)
    for code, cellules in par_element.items():
        vides = [cellule for cellule in cellules if cellule.code not in contexte.repondues]
        if vides:
            yield Anomalie(
                regle=OBLIGATOIRE,
                severite=Severite.BLOQUANTE,
                portee=Portee.FEUILLE,
                message=_message(contexte.definition.elements[code], vides, len(cellules)),
                cellules=tuple(cellule.code for cellule in vides),
            )


def _message(element: Tableau | Question, vides: list[CelluleDef], attendues: int) -> str:
    nom = nommer_element(element)
    if isinstance(element, Question):
        if vides[0].est_numerique:
            return _("« %(nom)s » n’est pas renseigné : répondez, avec 0 si c’est la réponse.") % {"nom": nom}
        return _("« %(nom)s » n’est pas renseigné : répondez à cette question.") % {"nom": nom}
    if len(vides) == attendues:
        return _("Le tableau « %(nom)s » n’est pas rempli : remplissez-le, avec 0 là où il n’y a rien à compter.") % {
            "nom": nom
        }
    return ngettext(
        "Le tableau « %(nom)s » est incomplet : il manque %(nombre)d réponse (%(manques)s). "
        "Remplissez-la, avec 0 s’il n’y a rien à compter.",
        "Le tableau « %(nom)s » est incomplet : il manque %(nombre)d réponses (%(manques)s). "
        "Remplissez-les, avec 0 là où il n’y a rien à compter.",
        len(vides),
    ) % {"nom": nom, "nombre": len(vides), "manques": _enumerer(vides)}


def _enumerer(vides: list[CelluleDef]) -> str:
    """The first missing cells by name, and how many others."""
    noms = "\u00a0; ".join(cellule.libelle for cellule in vides[:_CITEES_AU_PLUS])
    autres = len(vides) - _CITEES_AU_PLUS
    if autres <= 0:
        return noms
    return ngettext("%(noms)s ; et %(autres)d autre", "%(noms)s ; et %(autres)d autres", autres) % {
        "noms": noms,
        "autres": autres,
    }
