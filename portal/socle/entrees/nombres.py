"""Numbers as people type them: "1 234,5" with any kind of space, "12 %", "1 234,50 €". Pure functions.

Fields are written the French way whatever the language of the screen: what is shown can always be read back.
"""

from __future__ import annotations

import re
from decimal import Decimal

from ..nombres import FINE
from .textes import nettoyer

CHIFFRES_MAXIMUM = 12  # before the decimal separator: what the database holds

_SEPARATEUR = r"(?:[.,](?P<decimales>[0-9]+))?"
_NOMBRE = re.compile(rf"(?P<signe>-?) ?(?P<entier>[0-9]{{1,3}}(?: [0-9]{{3}})+|[0-9]+){_SEPARATEUR}")
# Both separators at once leave no doubt: the last one is the decimal one ("1.234,50", "1,234.50").
_NOMBRE_MIXTE = re.compile(
    r"(?P<signe>-?) ?(?P<entier>[0-9]{1,3}(?:(?P<millier>[.,])[0-9]{3})(?:(?P=millier)[0-9]{3})*)"
    r"(?!(?P=millier))[.,](?P<decimales>[0-9]+)"
)


class NombreIllisible(ValueError):
    """A text that is not one number. `raison`: "illisible", "plusieurs", "ambigu", "decimales" or "trop_grand"."""

    def __init__(self, raison: str):
        super().__init__(raison)
        self.raison = raison


def lire_nombre(texte: str, *, decimales: int = 0, unites: tuple[str, ...] = ()) -> Decimal | None:
    """The number that a text says, None when it is empty (empty is not zero).

    `decimales`: how many are kept; a text with more is refused rather than rounded. `unites` may follow the number.
    Raises NombreIllisible.
    """
    propre = _nettoyer(texte, unites)
    if not propre:
        return None
    trouve = _NOMBRE.fullmatch(propre) or _NOMBRE_MIXTE.fullmatch(propre)
    if trouve is None:
        raise NombreIllisible("plusieurs" if re.fullmatch(r"[0-9][0-9.,\s]*", propre) else "illisible")
    entier = re.sub(r"[^0-9]", "", trouve["entier"]).lstrip("0") or "0"
    fraction = trouve["decimales"] or ""
    if len(fraction) == 3 and len(entier) <= 3 and decimales < 3:
        raise NombreIllisible("ambigu")  # "1.000" is one for some and a thousand for others
    if len(fraction) > max(decimales, 2) or (len(fraction) > decimales and fraction.strip("0")):
        raise NombreIllisible("decimales")
    if len(entier) > CHIFFRES_MAXIMUM:
        raise NombreIllisible("trop_grand")
    return Decimal(f"{trouve['signe']}{entier}.{fraction or '0'}").quantize(Decimal(1).scaleb(-decimales)) + 0


def _nettoyer(texte: str, unites: tuple[str, ...]) -> str:
    """The text without invisible characters and unit, its spaces made plain; tabs and line breaks stay inside."""
    visibles = nettoyer(texte).replace("\u2212", "-").strip()
    for unite in unites:
        if visibles.casefold().endswith(unite.casefold()):
            visibles = visibles[: -len(unite)].strip()
            break
    return "".join(" " if signe.isspace() and signe not in "\t\r\n" else signe for signe in visibles)


def ecrire_saisie(valeur: Decimal, *, centimes: bool = False) -> str:
    """The number as a field shows it: groups of three, a comma, no useless zero; `centimes`: two decimals or none."""
    texte = f"{valeur:,f}"
    entier, _point, fraction = texte.partition(".")
    fraction = fraction.rstrip("0")
    if fraction and centimes:
        fraction = fraction.ljust(2, "0")
    if entier.strip("-0,") == "" and not fraction:
        entier = "0"
    return entier.replace(",", FINE) + (f",{fraction}" if fraction else "")
