"""The cut by budget line: what conventions promise, what the bilans impute (G4) and received (G2).

It is another cut than the territory: the two are never added (domaine.md §2.3).
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Sum

from espace_structures.structures.models import Convention

from .consolidation import Consolidation
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
    objectif: int | None
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


def financements(consolidation: Consolidation, perimetre: Perimetre) -> list[Financement]:
    """The budget lines of the trame, in its order; none if the trame does not ask for imputations. One query."""
    imputations = consolidation.definition.elements.get(TABLEAU_IMPUTATIONS)
    if not isinstance(imputations, Tableau):
        return []
    promis = _conventions(perimetre)
    return [
        Financement(
            ligne=ligne.code,
            libelle=ligne.libelle,
            objectif=promis.get(ligne.code, (None, None))[0],
            montant=promis.get(ligne.code, (None, None))[1],
            imputes=_valeur(TABLEAU_IMPUTATIONS, ligne.code, consolidation),
            recu=_valeur(TABLEAU_SUBVENTIONS, ligne.code, consolidation),
        )
        for ligne in imputations.lignes
    ]


def _conventions(perimetre: Perimetre) -> dict[str, tuple[int | None, Decimal | None]]:
    """What the structures counted were promised; nothing when sheets are cut by département, conventions are not."""
    if perimetre.est_decoupe:
        return {}
    lignes = (
        Convention.objects.de_exercice(perimetre.campagne.exercice)
        .filter(structure__in=perimetre.bilans().values("structure"))
        .order_by()
        .values_list("ligne")
        .annotate(objectif=Sum("objectif"), montant=Sum("montant"))
    )
    return {ligne: (objectif, montant) for ligne, objectif, montant in lignes}


def _valeur(tableau: str, ligne: str, consolidation: Consolidation) -> Decimal | None:
    """Sum of one row; None when the trame has no such row or nobody answered it."""
    if not _a_la_ligne(consolidation.definition, tableau, ligne):
        return None
    return evaluer(f"{tableau}.{ligne}", consolidation.definition, consolidation.total)


def _a_la_ligne(definition: DefinitionTrame, tableau: str, ligne: str) -> bool:
    element = definition.elements.get(tableau)
    return isinstance(element, Tableau) and any(connue.code == ligne for connue in element.lignes)
