"""CSV for spreadsheets: UTF-8 with BOM, semicolon, decimal comma, no text that a spreadsheet would run as a formula.

A text that starts with one of `DANGEREUX` or with an apostrophe gets one apostrophe before it; `deproteger` takes that
apostrophe away and nothing else, so that what was written is read back exactly.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from decimal import Decimal
from typing import Any, BinaryIO

from django.utils import timezone
from django.utils.translation import gettext as _

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


def ecrire_nombre(nombre: Decimal | int | float) -> str:
    """Digits, decimal comma, no grouping, no useless zero: `12`, `4270,5`."""
    texte = f"{Decimal(str(nombre)):f}"
    if "." in texte:
        texte = texte.rstrip("0").rstrip(".")
    return texte.replace(".", ",")


class FichierCsv:
    """Writes rows to a binary file as they come; the caller closes that file."""

    def __init__(self, sortie: BinaryIO, colonnes: Iterable[str]):
        self._texte = io.TextIOWrapper(sortie, encoding="utf-8", newline="", write_through=False)
        self._texte.write(MARQUE)
        self._ecrivain = _ecrivain(self._texte)
        self.ecrire(colonnes)

    def ecrire(self, valeurs: Iterable[Valeur]) -> None:
        """One row: numbers with a decimal comma, dates as AAAA-MM-JJ, texts made harmless, None as nothing."""
        self._ecrivain.writerow(map(ecrire_valeur, valeurs))

    def fermer(self) -> None:
        """Hands everything over to the binary file and lets go of it, still open."""
        self._texte.flush()
        self._texte.detach()


class _Rendu:
    """Hands back what it is asked to write."""

    def write(self, texte: str) -> str:
        return texte


def lignes_csv(rangees: Iterable[Iterable[object]]) -> Iterator[str]:
    """The same file as texts, for an answer sent as it is written."""
    ecrivain = _ecrivain(_Rendu())
    yield MARQUE
    for valeurs in rangees:
        yield ecrivain.writerow(map(ecrire_valeur, valeurs))


def ecrire_valeur(valeur: object) -> str:
    """A value of any kind as the file holds it; an instant is that of Paris, to the minute."""
    if valeur is None:
        return ""
    if isinstance(valeur, bool):
        return oui_ou_non(valeur)
    if isinstance(valeur, Decimal | int | float):
        return ecrire_nombre(valeur)
    if isinstance(valeur, datetime):
        return f"{a_paris(valeur):%Y-%m-%d %H:%M}"
    return valeur.isoformat() if isinstance(valeur, date) else proteger(str(valeur))


def oui_ou_non(valeur: bool) -> str:
    return _("oui") if valeur else _("non")


def a_paris(instant: datetime) -> datetime:
    """The hour that clocks show there, without its zone."""
    return timezone.make_naive(instant) if timezone.is_aware(instant) else instant


def _ecrivain(sortie: Any) -> Any:
    return csv.writer(sortie, delimiter=SEPARATEUR, lineterminator="\r\n")
