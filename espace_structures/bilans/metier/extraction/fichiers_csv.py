"""The two CSV forms. The long one is what `importation` loads back, to the byte."""

from __future__ import annotations

from typing import BinaryIO

from portal.socle.tableaux import FichierCsv

from ..definitions import definition_connue
from ..expressions import completer
from ..perimetre import Perimetre
from .lecture import FeuilleExtraite, feuilles_extraites

COLONNES_FEUILLE = ("exercice", "siret", "structure", "type_structure", "departement", "etat")
COLONNES_LONGUES = (*COLONNES_FEUILLE, "code", "valeur")


def identite(exercice: int, feuille: FeuilleExtraite) -> tuple[str, ...]:
    """What says which sheet a row is about; types and states by their codes."""
    return (
        str(exercice),
        feuille.siret,
        feuille.structure,
        feuille.type_structure,
        feuille.departement,
        feuille.etat,
    )


def ecrire_csv(perimetre: Perimetre, sortie: BinaryIO) -> None:
    """A row a sheet, a column a cell (its code), computed cells included."""
    definition = definition_connue(perimetre.campagne)
    codes = list(definition.cellules)
    fichier = FichierCsv(sortie, [*COLONNES_FEUILLE, *codes])
    for feuille in feuilles_extraites(perimetre):
        valeurs = feuille.reponses | completer(feuille.nombres, definition)
        fichier.ecrire([*identite(perimetre.campagne.exercice, feuille), *(valeurs.get(code) for code in codes)])
    fichier.fermer()


def ecrire_csv_long(perimetre: Perimetre, sortie: BinaryIO) -> None:
    """A row an answer; a sheet without any has one row with neither code nor value, so that nothing vanishes."""
    fichier = FichierCsv(sortie, COLONNES_LONGUES)
    for feuille in feuilles_extraites(perimetre):
        debut = identite(perimetre.campagne.exercice, feuille)
        for code, valeur in feuille.reponses.items():
            fichier.ecrire((*debut, code, valeur))
        if not feuille.reponses:
            fichier.ecrire((*debut, None, None))
    fichier.fermer()
