"""The sheets of a scope in their order, with their answers read by batches."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from portal.socle.entrees.textes import plier

from ...models import Reponse
from ..lecture import Reponses
from ..perimetre import Perimetre

LOT = 200  # sheets whose answers are in memory at once


@dataclass(frozen=True, slots=True, kw_only=True)
class FeuilleExtraite:
    """A sheet, its bilan and its structure, as the bilan remembers it; `reponses` in the order of the form."""

    siret: str
    structure: str
    type_structure: str
    departement: str
    etat: str
    reponses: Reponses

    @property
    def nombres(self) -> dict[str, Decimal]:
        return {code: valeur for code, valeur in self.reponses.items() if isinstance(valeur, Decimal)}


def feuilles_extraites(perimetre: Perimetre) -> Iterator[FeuilleExtraite]:
    """Every sheet that counts, those without an answer too. Two queries, then one for each batch."""
    codes = dict(perimetre.campagne.cellules.order_by("ordre").values_list("pk", "code"))
    feuilles = sorted(
        perimetre.feuilles()
        .order_by()
        .values_list(
            "bilan__nom_structure",
            "bilan__structure__siret",
            "departement",
            "bilan__type_structure",
            "bilan__etat",
            "pk",
        ),
        key=lambda feuille: (plier(feuille[0]), *feuille[:3]),
    )
    for debut in range(0, len(feuilles), LOT):
        lot = feuilles[debut : debut + LOT]
        reponses = _reponses([pk for *_identite, pk in lot], codes)
        for structure, siret, departement, type_structure, etat, pk in lot:
            yield FeuilleExtraite(
                siret=siret,
                structure=structure,
                type_structure=type_structure,
                departement=departement,
                etat=etat,
                reponses=reponses.get(pk, {}),
            )


def _reponses(feuilles: list[int], codes: dict[int, str]) -> dict[int, Reponses]:
    """Answers of these sheets by cell code, in the order of the form: one query."""
    trouvees: dict[int, dict[int, Decimal | str]] = {}
    lignes = (
        Reponse.objects.filter(feuille__in=feuilles)
        .order_by()
        .values_list("feuille_id", "cellule_id", "nombre", "texte")
    )
    for feuille, cellule, nombre, texte in lignes.iterator(chunk_size=5000):
        trouvees.setdefault(feuille, {})[cellule] = texte if nombre is None else nombre
    return {
        feuille: {code: reponses[pk] for pk, code in codes.items() if pk in reponses}
        for feuille, reponses in trouvees.items()
    }
