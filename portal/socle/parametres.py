"""What comes in an address or a hidden field is whatever anybody wrote there."""

from collections.abc import Iterable
from typing import Final

from django.urls import register_converter
from django.urls.converters import IntConverter

CHIFFRES_MAXIMUM: Final = 18


def lire_identifiant(texte: str) -> int | None:
    """The primary key that a text gives; None when it is none, or more than a database numbers.

    `int()` reads other digits than ours and fails on five thousand of them; SQLite fails on twenty.
    """
    return int(texte) if texte.isascii() and texte.isdecimal() and len(texte) <= CHIFFRES_MAXIMUM else None


def lire_identifiants(valeurs: Iterable[object]) -> set[int] | None:
    """The primary keys that these values give; None when one of them gives none."""
    lus = [lire_identifiant(str(valeur)) for valeur in valeurs]
    return None if None in lus else {lu for lu in lus if lu is not None}


class NumeroConverter(IntConverter):
    """A primary key in an address, `<numero:pk>`: longer than a database numbers, the address does not exist."""

    regex = f"[0-9]{{1,{CHIFFRES_MAXIMUM}}}"


register_converter(NumeroConverter, "numero")
