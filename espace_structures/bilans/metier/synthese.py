"""The consolidation of a scope, whole: coverage, rates, cuts, tables, notes. What screen and workbook both say."""

from __future__ import annotations

from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from espace_structures.structures.enums import TypeStructure
from portal.socle.geographie import nom_departement
from portal.socle.tableaux import Tableau

from ..enums import GenreRegle
from ..models import Campagne
from .consolidation import Consolidation, consolider
from .financements import faits, financements, promesses
from .perimetre import Couverture, Couvertures, Perimetre, couvertures
from .tableaux_consolides import Precedent, tableaux_de_section
from .tableaux_decoupes import (
    Groupe,
    lignes_detaillees,
    lignes_principales,
    tableau_financements,
    tableau_indicateurs,
    tableau_par_groupe,
)


@dataclass(frozen=True, kw_only=True)
class SectionConsolidee:
    code: str
    titre: str
    tableaux: tuple[Tableau, ...]


@dataclass(frozen=True, kw_only=True)
class Synthese:
    """`precedent`: the exercice to which quiet columns belong, None without one. `mentions`: said under the rates."""

    perimetre: Perimetre
    couverture: Couverture
    consolidation: Consolidation
    indicateurs: Tableau | None
    definitions: tuple[tuple[str, str], ...]  # what each rate counts
    mentions: tuple[str, ...]
    decoupes: tuple[Tableau, ...]
    financements: Tableau | None
    sections: tuple[SectionConsolidee, ...]
    notes: tuple[str, ...]
    precedent: int | None = None

    @property
    def est_vide(self) -> bool:
        """No bilan counts yet."""
        return self.couverture.valides + self.couverture.provisoires == 0


def synthetiser(perimetre: Perimetre, *, detaillee: bool = False) -> Synthese:
    """Consolidates a scope and, if there is a campaign the year before, that scope then. A fixed number of queries.

    `detaillee`: the cuts show every number, cell by cell (a workbook), instead of the main ones (a screen).
    """
    consolidation = _consolider(perimetre)
    precedent = _precedent(perimetre)
    couverture = couvertures(perimetre)
    definition = consolidation.definition
    lignes = financements(consolidation)
    return Synthese(
        perimetre=perimetre,
        couverture=couverture.ensemble,
        consolidation=consolidation,
        indicateurs=tableau_indicateurs(consolidation, precedent) if definition.indicateurs else None,
        definitions=tuple((i.libelle, i.definition) for i in definition.indicateurs if i.definition),
        mentions=tuple(regle.message for regle in definition.regles if regle.genre == GenreRegle.MENTION),
        decoupes=_decoupes(consolidation, couverture, detaillee=detaillee),
        financements=tableau_financements(lignes) if lignes else None,
        sections=tuple(
            SectionConsolidee(
                code=section.code,
                titre=section.titre,
                tableaux=tuple(tableaux_de_section(section, consolidation, precedent)),
            )
            for section in definition.sections
            if section.elements
        ),
        notes=_notes(perimetre, precedent, avec_financements=bool(lignes)),
        precedent=precedent.exercice if precedent else None,
    )


def _consolider(perimetre: Perimetre) -> Consolidation:
    """The sums, and what conventions promised beside them, as facts that rates read."""
    consolidation = consolider(perimetre.campagne, perimetre.bilans(), feuilles=perimetre.filtre_feuilles())
    lues = promesses(perimetre)
    return replace(
        consolidation,
        total=consolidation.total | faits(lues),
        par_type={
            code: valeurs | faits(promesse for promesse in lues if promesse.type_structure == code)
            for code, valeurs in consolidation.par_type.items()
        },
    )


def _precedent(perimetre: Perimetre) -> Precedent | None:
    """The validated bilans of the exercice before, on the same scope."""
    campagne = Campagne.objects.gelees().filter(exercice=perimetre.campagne.exercice - 1).first()
    if campagne is None:
        return None
    return Precedent(exercice=campagne.exercice, consolidation=_consolider(perimetre.pour(campagne)))


def _decoupes(consolidation: Consolidation, couverture: Couvertures, *, detaillee: bool) -> tuple[Tableau, ...]:
    """By département, then by type of structure."""
    definition = consolidation.definition
    lignes = lignes_detaillees(definition) if detaillee else lignes_principales(definition)
    ensemble = Groupe(libelle=_("Ensemble"), valeurs=consolidation.total, couverture=couverture.ensemble)
    departements = [
        Groupe(
            libelle=f"{code} – {nom_departement(code)}",
            valeurs=consolidation.par_departement.get(code, {}),
            couverture=sienne,
        )
        for code, sienne in couverture.par_departement.items()
    ]
    types = [
        Groupe(
            libelle=str(TypeStructure(code).label),
            valeurs=consolidation.par_type.get(code, {}),
            couverture=sienne,
        )
        for code, sienne in couverture.par_type.items()
    ]
    return (
        tableau_par_groupe(
            _("Par département"), _("Par département"), departements, ensemble, definition, lignes=lignes
        ),
        tableau_par_groupe(_("Par type"), _("Par type de structure"), types, ensemble, definition, lignes=lignes),
    )


def _notes(perimetre: Perimetre, precedent: Precedent | None, *, avec_financements: bool) -> tuple[str, ...]:
    """What a reader must know before quoting a total."""
    notes = [
        _("Chaque total additionne les feuilles : une par structure et par département d’intervention."),
        _(
            "Une personne suivie par deux structures compte deux fois : le portail ne reçoit aucune donnée nominative "
            "et ne peut pas la repérer."
        ),
        _(
            "Une structure active dans plusieurs départements compte dans chacun : la somme des bilans par département "
            "peut dépasser leur nombre."
        ),
    ]
    if avec_financements:
        notes.append(
            _(
                "La répartition par territoire compte les feuilles, celle par ligne budgétaire compte les personnes "
                "imputées : n’additionnez jamais l’une et l’autre."
            )
        )
    if avec_financements and perimetre.est_decoupe:
        notes.append(
            _(
                "Les conventions ne se partagent pas entre départements : objectifs et montants notifiés "
                "n’apparaissent que sur un périmètre entier."
            )
        )
    if precedent:
        notes.append(
            _(
                "Les chiffres de %(exercice)s viennent des bilans validés de cette année-là : les structures peuvent "
                "ne pas être les mêmes."
            )
            % {"exercice": precedent.exercice}
        )
    return tuple(notes)
