"""A sheet with all that its entry screen says of it: a fixed number of queries, whatever the trame."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from django.conf import settings
from django.utils import translation

from ..models import Feuille
from .avancement import AvancementSection, avancement_de_la_feuille, est_prematuree, section_de_l_anomalie
from .coherence import Anomalie, controler
from .controle import faits_du_bilan
from .definition import DefinitionTrame, Section
from .definitions import definition_connue
from .lecture import Reponses, reponses_de
from .precedent import releves_precedents


@dataclass(frozen=True, kw_only=True)
class Dossier:
    """A sheet as its entry screen reads it. `precedent`: last year's numbers in the same département."""

    feuille: Feuille
    definition: DefinitionTrame
    reponses: Reponses
    precedent: dict[str, Decimal]
    anomalies: tuple[Anomalie, ...]
    progres: list[AvancementSection]

    def anomalies_de(self, section: Section) -> list[Anomalie]:
        """Anomalies written about that section, those apart that only say it is not filled yet."""
        return [
            anomalie
            for anomalie in self.anomalies
            if not est_prematuree(anomalie, self.definition, self.reponses)
            and section_de_l_anomalie(anomalie, self.definition) == section.code
        ]


def dossier_de(feuille: Feuille) -> Dossier:
    """Four queries (three without a bilan the year before), plus those of the definition when it is not known yet."""
    definition = definition_connue(feuille.bilan.campagne)
    reponses = reponses_de(feuille)
    precedent = releves_precedents(feuille.bilan).get(feuille.departement, {})
    with translation.override(settings.LANGUAGE_CODE):  # the trame speaks French
        anomalies = controler(definition, reponses, precedent=precedent, faits=faits_du_bilan(feuille.bilan))
    return Dossier(
        feuille=feuille,
        definition=definition,
        reponses=reponses,
        precedent=precedent,
        anomalies=tuple(anomalies),
        progres=avancement_de_la_feuille(feuille, definition, reponses, anomalies),
    )
