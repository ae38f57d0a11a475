"""Extraction of a scope to a file: a workbook, a wide CSV (a row a sheet), a long CSV (a row an answer).

The order is that of the names of structures, then SIRET, then département, then the form: it does not depend on the
database, so that the same bilans always give the same file.
"""

from __future__ import annotations

from datetime import datetime
from enum import Enum
from typing import BinaryIO

from ..perimetre import Etats, Perimetre
from .classeur import ecrire_classeur
from .fichiers_csv import COLONNES_LONGUES, ecrire_csv, ecrire_csv_long

__all__ = ["COLONNES_LONGUES", "Format", "extraire", "nom_de_fichier"]


class Format(Enum):
    """What a file holds; the value is what commands and addresses say."""

    XLSX = "xlsx"
    CSV = "csv"
    CSV_LONG = "csv-long"

    @property
    def etats_par_defaut(self) -> Etats:
        """What a command extracts when it is not told: the long form is what `importation` loads back, whole."""
        return Etats.TOUS if self is Format.CSV_LONG else Etats.VALIDES

    @property
    def extension(self) -> str:
        return "xlsx" if self is Format.XLSX else "csv"

    @property
    def type_mime(self) -> str:
        if self is Format.XLSX:
            return "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
        return "text/csv; charset=utf-8"


def extraire(perimetre: Perimetre, format_voulu: Format, sortie: BinaryIO, *, le: datetime, adresse: str = "") -> None:
    """Writes the sheets that count, as they are read: memory does not grow with their number.

    `adresse`: where the same figures are on the portal, quoted by the workbook.
    """
    if format_voulu is Format.XLSX:
        ecrire_classeur(perimetre, sortie, le=le, adresse=adresse)
    elif format_voulu is Format.CSV:
        ecrire_csv(perimetre, sortie)
    else:
        ecrire_csv_long(perimetre, sortie)


def nom_de_fichier(perimetre: Perimetre, format_voulu: Format, *, le: datetime) -> str:
    """`bilans-2022-valides-2023-07-01.xlsx`."""
    morceaux = ["bilans", str(perimetre.campagne.exercice), perimetre.etats.value]
    morceaux += [filtre.lower() for filtre in (perimetre.departement, perimetre.type_structure) if filtre]
    if format_voulu is Format.CSV_LONG:
        morceaux.append("long")
    return f"{'-'.join(morceaux)}-{le:%Y-%m-%d}.{format_voulu.extension}"
