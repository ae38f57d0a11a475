"""CSV for spreadsheets: UTF-8 with BOM, semicolon, decimal comma, no text that a spreadsheet would run as a formula.

A text that starts with one of `DANGEREUX` or with an apostrophe gets one apostrophe before it; `deproteger` takes that
apostrophe away and nothing else, so that what was written is read back exactly.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import BinaryIO

from .valeurs import Valeur

SEPARATEUR = ";"
MARQUE = "\ufeff"
_APOSTROPHE = "'"
# What makes spreadsheets read a formula, in plain and in full width.
DANGEREUX = frozenset("=+-@\t\r\n＝＋－＠")


def proteger(texte: str) -> str:
    """The text, harmless in a spreadsheet."""
    if texte and (texte[0] in DANGEREUX or texte[0] == _APOSTROPHE):
        return _APOSTROPHE + texte
    return texte


def deproteger(texte: str) -> str:
    """The text that `proteger` was given."""
    if len(texte) > 1 and texte[0] == _APOSTROPHE and (texte[1] in DANGEREUX or texte[1] == _APOSTROPHE):
        return texte[1:]
    return texte


def ecrire_nombre(nombre: Decimal | int) -> str:
    """Digits, decimal comma, no grouping, no useless zero: `12`, `4270,5`."""
    texte = f"{nombre:f}"
    if "." in texte:
        texte = texte.rstrip("0").rstrip(".")
    return texte.replace(".", ",")


class FichierCsv:
    """Writes rows to a binary file as they come; the caller closes that file."""

    def __init__(self, sortie: BinaryIO, colonnes: Iterable[str]):
        self._texte = io.TextIOWrapper(sortie, encoding="utf-8", newline="", write_through=False)
        self._texte.write(MARQUE)
        self._ecrivain = csv.writer(self._texte, delimiter=SEPARATEUR, lineterminator="\r\n")
        self.ecrire(colonnes)

    def ecrire(self, valeurs: Iterable[Valeur]) -> None:
        """One row: numbers with a decimal comma, dates as AAAA-MM-JJ, texts made harmless, None as nothing."""
        self._ecrivain.writerow([_ecrire(valeur) for valeur in valeurs])

    def fermer(self) -> None:
        """Hands everything over to the binary file and lets go of it, still open."""
        self._texte.flush()
        self._texte.detach()


def _ecrire(valeur: Valeur) -> str:
    if valeur is None:
        return ""
    if isinstance(valeur, str):
        return proteger(valeur)
    return valeur.isoformat() if isinstance(valeur, date) else ecrire_nombre(valeur)
