"""The answers of a bilan to read, sheet by sheet and together, with those of the year before. Four queries."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from portal.socle.geographie import nom_departement

from ..models import Bilan
from .controle import ensemble
from .definition import DefinitionTrame
from .expressions import completer
from .fiche import ecrire_reponse
from .lecture import Reponses, additionner, nombres, reponses_par_feuille
from .precedent import releves_precedents


@dataclass(frozen=True)
class RelevesDuBilan:
    """Answers by département with computed cells, and all together; the year before in the same two ways."""

    par_departement: dict[str, Reponses]
    total: Reponses
    precedents: dict[str, dict[str, Decimal]]
    total_precedent: dict[str, Decimal]

    def de(self, departement: str) -> tuple[Reponses, dict[str, Decimal]]:
        """Answers of that département, or of all when it is empty, and those of the year before."""
        if departement:
            return self.par_departement[departement], self.precedents.get(departement, {})
        return self.total, self.total_precedent


def releves_du_bilan(bilan: Bilan, definition: DefinitionTrame) -> RelevesDuBilan:
    """Reads the sheets of the bilan and of the one before."""
    feuilles = list(bilan.feuilles.order_by("departement"))
    brutes = reponses_par_feuille(feuilles)
    par_departement = {
        feuille.departement: {**brutes[feuille.pk], **completer(nombres(brutes[feuille.pk]), definition)}
        for feuille in feuilles
    }
    precedents = releves_precedents(bilan)
    return RelevesDuBilan(
        par_departement=par_departement,
        total=_ensemble(par_departement, definition),
        precedents=precedents,
        total_precedent=_total(precedents.values(), definition),
    )


def _ensemble(par_departement: dict[str, Reponses], definition: DefinitionTrame) -> Reponses:
    """All the sheets as one. Texts, choices and dates are told sheet by sheet, unless they all say the same."""
    if len(par_departement) == 1:
        return next(iter(par_departement.values()))
    total = ensemble(par_departement.values(), definition)
    for code, cellule in definition.cellules.items():
        if cellule.est_numerique:
            continue
        textes = {
            departement: ecrire_reponse(cellule, reponses[code])
            for departement, reponses in par_departement.items()
            if code in reponses
        }
        if len(set(textes.values())) > 1:
            total[code] = "\n".join(f"{nom_departement(lieu)} – {texte}" for lieu, texte in textes.items())
    return total


def _total(releves: Iterable[dict[str, Decimal]], definition: DefinitionTrame) -> dict[str, Decimal]:
    releves = list(releves)
    return releves[0] if len(releves) == 1 else additionner(releves, definition)
