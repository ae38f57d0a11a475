"""How far the entry of a bilan has come, section by section: what is answered, what stands in the way of sending."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import models
from django.utils.translation import gettext_lazy as _

from ..enums import Severite
from ..models import Bilan, Feuille
from .coherence import OBLIGATOIRE, Anomalie
from .controle import AnomalieSituee, anomalies_du_bilan
from .definition import CelluleDef, DefinitionTrame, Section
from .definitions import definition_connue
from .lecture import Reponses, reponses_par_feuille


class EtatSection(models.TextChoices):
    """Where the entry of a section stands."""

    VIDE = "vide", _("Vide")
    EN_COURS = "en_cours", _("En cours")
    A_CORRIGER = "a_corriger", _("À corriger")
    COMPLETE = "complete", _("Complète")


@dataclass(frozen=True, kw_only=True)
class AvancementSection:
    """Progress of one section of one sheet. `attendues`: answers expected (every cell where none is mandatory)."""

    feuille: Feuille
    section: Section
    repondues: int
    attendues: int
    bloquantes: int  # blocking anomalies written about this section, once the answers that they cite are given
    etat: EtatSection
    est_facultative: bool  # no answer of the section is mandatory


def avancement(bilan: Bilan, *, anomalies: Iterable[AnomalieSituee] | None = None) -> list[AvancementSection]:
    """Progress of every section of every sheet, sheet by sheet. Two queries besides those of `anomalies_du_bilan`."""
    definition = definition_connue(bilan.campagne)
    situees = anomalies_du_bilan(bilan) if anomalies is None else anomalies
    par_feuille: dict[int | None, list[Anomalie]] = {}
    for situee in situees:
        par_feuille.setdefault(situee.feuille.pk if situee.feuille else None, []).append(situee.anomalie)
    feuilles = list(bilan.feuilles.order_by("departement"))
    reponses = reponses_par_feuille(feuilles)
    return [
        progres
        for feuille in feuilles
        for progres in avancement_de_la_feuille(
            feuille, definition, reponses[feuille.pk], par_feuille.get(feuille.pk, ())
        )
    ]


def avancement_de_la_feuille(
    feuille: Feuille, definition: DefinitionTrame, reponses: Reponses, anomalies: Iterable[Anomalie]
) -> list[AvancementSection]:
    """Progress of each section of a sheet, from its answers and its anomalies: no query."""
    bloquantes = [
        section_de_l_anomalie(anomalie, definition)
        for anomalie in anomalies
        if anomalie.severite == Severite.BLOQUANTE and not est_prematuree(anomalie, definition, reponses)
    ]
    return [
        _avancement(feuille, section, _cellules(definition, section), reponses, bloquantes.count(section.code))
        for section in definition.sections
    ]


def est_prematuree(anomalie: Anomalie, definition: DefinitionTrame, reponses: Reponses) -> bool:
    """The anomaly only says that its section is not filled yet: progress tells it, and in a calmer way."""
    if anomalie.regle == OBLIGATOIRE:
        return True
    section = section_de_l_anomalie(anomalie, definition)
    citees = [definition.cellules[code] for code in anomalie.cellules]
    return any(c.section == section and c.obligatoire and c.code not in reponses for c in citees)


def section_de_l_anomalie(anomalie: Anomalie, definition: DefinitionTrame) -> str:
    """The section that an anomaly is written about: that of the first cell it cites; empty when it cites none."""
    return definition.cellules[anomalie.cellules[0]].section if anomalie.cellules else ""


def part_d_ensemble(sections: Iterable[AvancementSection]) -> int:
    """Share of the mandatory answers given over these sections, in percent, rounded down."""
    exigeantes = [progres for progres in sections if not progres.est_facultative]
    attendues = sum(progres.attendues for progres in exigeantes)
    return sum(progres.repondues for progres in exigeantes) * 100 // attendues if attendues else 100


def _cellules(definition: DefinitionTrame, section: Section) -> list[CelluleDef]:
    return [cellule for cellule in definition.cellules.values() if cellule.section == section.code]


def _avancement(
    feuille: Feuille, section: Section, cellules: list[CelluleDef], reponses: Reponses, bloquantes: int
) -> AvancementSection:
    saisies = [cellule.code for cellule in cellules if not cellule.calcul]
    obligatoires = [cellule.code for cellule in cellules if cellule.obligatoire and not cellule.calcul]
    attendues = obligatoires or saisies
    repondues = sum(code in reponses for code in attendues)
    commencee = any(code in reponses for code in saisies)
    if bloquantes:
        etat = EtatSection.A_CORRIGER
    elif not commencee and saisies:
        etat = EtatSection.VIDE
    elif repondues < len(attendues) and obligatoires:
        etat = EtatSection.EN_COURS
    else:
        etat = EtatSection.COMPLETE
    return AvancementSection(
        feuille=feuille,
        section=section,
        repondues=repondues,
        attendues=len(attendues),
        bloquantes=bloquantes,
        etat=etat,
        est_facultative=not obligatoires,
    )
