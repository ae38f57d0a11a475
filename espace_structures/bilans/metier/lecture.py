"""Reading the answers of bilans, a fixed number of queries whatever the number of sheets."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from ..models import Feuille, Reponse
from .definition import DefinitionTrame
from .expressions import completer

Reponses = dict[str, Decimal | str]  # by cell code; numbers as Decimal, texts, choices and dates as str


def reponses_par_feuille(feuilles: Iterable[Feuille]) -> dict[int, Reponses]:
    """Answers of each sheet, by primary key of the sheet: one query."""
    pks = [feuille.pk for feuille in feuilles]
    trouvees: dict[int, Reponses] = {pk: {} for pk in pks}
    lignes = Reponse.objects.filter(feuille__in=pks).values_list("feuille_id", "cellule__code", "nombre", "texte")
    for feuille_id, code, nombre, texte in lignes:
        trouvees[feuille_id][code] = texte if nombre is None else nombre
    return trouvees


def reponses_de(feuille: Feuille) -> Reponses:
    """Answers of one sheet: one query."""
    return reponses_par_feuille([feuille])[feuille.pk]


def nombres(reponses: Reponses) -> dict[str, Decimal]:
    """The numbers among the answers: what expressions read."""
    return {code: valeur for code, valeur in reponses.items() if isinstance(valeur, Decimal)}


def additionner(releves: Iterable[dict[str, Decimal]], definition: DefinitionTrame) -> dict[str, Decimal]:
    """Sum of several sheets, cell by cell, for what adds up; computed cells are computed again on the sums."""
    sommes: dict[str, Decimal] = {}
    for un_releve in releves:
        for code, valeur in un_releve.items():
            cellule = definition.cellules.get(code)
            if cellule is not None and cellule.est_additionnable and not cellule.calcul:
                sommes[code] = sommes.get(code, Decimal(0)) + valeur
    return completer(sommes, definition)
