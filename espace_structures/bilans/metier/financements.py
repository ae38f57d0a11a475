"""The cut by budget line: what conventions promise, what the bilans impute (G4) and received (G2).

It is another cut than the territory: the two are never added (domaine.md §2.3).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Sum

from espace_structures.structures.models import Convention

from .consolidation import Consolidation, au_centime
from .definition import DefinitionTrame, Tableau
from .expressions import evaluer
from .perimetre import Perimetre

# Their rows bear the codes of `LigneBudgetaire`.
TABLEAU_SUBVENTIONS, TABLEAU_IMPUTATIONS = "G2", "G4"


@dataclass(frozen=True, kw_only=True)
class Financement:
    """A budget line over a scope. `objectif` and `montant` None: unknown, or not to be cut by département."""

    ligne: str
    libelle: str
    objectif: Decimal | None
    montant: Decimal | None
    imputes: Decimal | None
    recu: Decimal | None

    @property
    def taux_de_realisation(self) -> Decimal | None:
        if self.imputes is None or not self.objectif:
            return None
        return self.imputes / self.objectif

    @property
    def aide_par_impute(self) -> Decimal | None:
        if self.recu is None or not self.imputes:
            return None
        return self.recu / self.imputes


@dataclass(frozen=True, kw_only=True)
class Promesse:
    """What a funder promised to structures of one type, on one line."""

    ligne: str
    type_structure: str
    objectif: int | None
    montant: Decimal | None


def promesses(perimetre: Perimetre) -> list[Promesse]:
    """What the structures counted were promised for the exercice: one query.

    None when bilans count for some of their départements only: conventions do not say how they share.
    """
    if perimetre.est_decoupe:
        return []
    lignes = (
        Convention.objects.de_exercice(perimetre.campagne.exercice)
        .filter(structure__bilans__in=perimetre.bilans())
        .order_by()
        .values_list("ligne", "structure__bilans__type_structure")
        .annotate(Sum("objectif"), Sum("montant"))
    )
    return [
        Promesse(
            ligne=ligne,
            type_structure=type_structure,
            objectif=objectif,
            montant=None if montant is None else au_centime(montant),
        )
        for ligne, type_structure, objectif, montant in lignes
    ]


def faits(promesses_lues: Iterable[Promesse]) -> dict[str, Decimal]:
    """The same as facts that expressions read: `@objectif`, `@montant`, and a pair for each budget line."""
    trouves: dict[str, Decimal] = {}
    for promesse in promesses_lues:
        for nom, valeur in (("@objectif", promesse.objectif), ("@montant", promesse.montant)):
            if valeur is not None:
                for fait in (nom, f"{nom}_{promesse.ligne}"):
                    trouves[fait] = trouves.get(fait, Decimal(0)) + valeur
    return trouves


def financements(consolidation: Consolidation) -> list[Financement]:
    """The budget lines of the trame, in its order; none if the trame does not ask for imputations.

    What was promised is read among the facts of the consolidation.
    """
    imputations = consolidation.definition.elements.get(TABLEAU_IMPUTATIONS)
    if not isinstance(imputations, Tableau):
        return []
    return [
        Financement(
            ligne=ligne.code,
            libelle=ligne.libelle,
            objectif=consolidation.total.get(f"@objectif_{ligne.code}"),
            montant=consolidation.total.get(f"@montant_{ligne.code}"),
            imputes=_valeur(TABLEAU_IMPUTATIONS, ligne.code, consolidation),
            recu=_valeur(TABLEAU_SUBVENTIONS, ligne.code, consolidation),
        )
        for ligne in imputations.lignes
    ]


def _valeur(tableau: str, ligne: str, consolidation: Consolidation) -> Decimal | None:
    """Sum of one row; None when the trame has no such row or nobody answered it."""
    if not _a_la_ligne(consolidation.definition, tableau, ligne):
        return None
    return evaluer(f"{tableau}.{ligne}", consolidation.definition, consolidation.total)


def _a_la_ligne(definition: DefinitionTrame, tableau: str, ligne: str) -> bool:
    element = definition.elements.get(tableau)
    return isinstance(element, Tableau) and any(connue.code == ligne for connue in element.lignes)
