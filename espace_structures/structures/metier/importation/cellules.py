"""A line read cell by cell and compared with the record that it names: what both imports share."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from ...enums import SortDeLigne
from .commun import VIDE, CelluleRefusee, Colonne, Ecart, LigneLue, phrase


def lire_cellules(
    lue: LigneLue, lecteurs: Mapping[str, Callable[[str], Any]], colonnes: Mapping[str, Colonne]
) -> tuple[dict[str, Any], list[str]]:
    """Values by field and refusals of a line; an empty cell says nothing, « (vide) » empties where that is allowed."""
    valeurs: dict[str, Any] = {}
    refus = []
    for code, texte in lue.valeurs.items():
        colonne = colonnes[code]
        try:
            if texte.casefold() == VIDE:
                if not colonne.effacable:
                    raise CelluleRefusee(_("cette valeur ne peut pas être vidée."))
                valeurs[code] = lecteurs[code]("")
            elif texte:
                valeurs[code] = lecteurs[code](texte)
            elif colonne.obligatoire and code == "siret":
                raise CelluleRefusee(_("il faut le SIRET : il dit de quelle structure parle la ligne."))
        except CelluleRefusee as erreur:
            refus.append(phrase(lue.numero, colonne.titre, str(erreur)))
    return valeurs, refus


def comparer(
    avant: Mapping[str, Any],
    apres: Mapping[str, Any],
    colonnes: Mapping[str, Colonne],
    montrer: Mapping[str, Callable[[Any], str]],
) -> tuple[Ecart, ...]:
    """The cells that change, in the order of the columns."""

    def dire(code: str, valeur: Any) -> str:
        return "" if _est_vide(valeur) else montrer.get(code, str)(valeur)

    def change(code: str) -> bool:
        sans = _est_vide(apres[code]) and _est_vide(avant.get(code))
        return not sans and apres[code] != avant.get(code)

    return tuple(
        Ecart(colonne=str(colonne.titre), avant=dire(code, avant.get(code)), apres=dire(code, apres[code]))
        for code, colonne in colonnes.items()
        if code in apres and change(code)
    )


def _est_vide(valeur: Any) -> bool:
    return valeur is None or valeur == ""


def sort_de(refus: Sequence[str], connue: bool, ecarts: Sequence[Ecart]) -> SortDeLigne:
    """The fate of a line."""
    if refus:
        return SortDeLigne.REFUSEE
    if not connue:
        return SortDeLigne.CREEE
    return SortDeLigne.MODIFIEE if ecarts else SortDeLigne.INCHANGEE
