"""How numbers, amounts, rates and dates are written for people, in the active language."""

from __future__ import annotations

from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal

from django.utils import formats, timezone
from django.utils.translation import get_language

FINE = "\u202f"  # narrow no-break space: French thousands, and before % and €
Nombre = Decimal | int | float


def ecrire_nombre(valeur: Nombre, decimales: int | None = None) -> str:
    """1 234,5 in French, 1,234.5 in English; decimals only where needed unless their number is given."""
    montant = Decimal(str(valeur))
    if decimales is None:
        # At most two decimals, and none that only says zero.
        montant = montant.quantize(Decimal("0.01"), ROUND_HALF_UP)
        decimales = max(0, -int(montant.normalize().as_tuple().exponent))
    montant = montant.quantize(Decimal(1).scaleb(-decimales), ROUND_HALF_UP)
    texte = f"{abs(montant):,.{decimales}f}"
    if _est_francais():
        texte = texte.replace(",", FINE).replace(".", ",")
    return f"−{texte}" if montant < 0 else texte


def ecrire_pourcentage(part: Nombre, decimales: int = 1) -> str:
    """A share (0.43) as "43,0 %"."""
    texte = ecrire_nombre(Decimal(str(part)) * 100, decimales)
    return f"{texte}{FINE}%" if _est_francais() else f"{texte}%"


def ecrire_euros(montant: Nombre) -> str:
    """An amount with its cents only when there are some."""
    entier = Decimal(str(montant)).quantize(Decimal("0.01"), ROUND_HALF_UP)
    texte = ecrire_nombre(entier, 0 if entier == entier.to_integral_value() else 2)
    if _est_francais():
        return f"{texte}{FINE}€"
    return f"−€{texte[1:]}" if texte.startswith("−") else f"€{texte}"


def ecrire_date(jour: date | datetime) -> str:
    """mardi 24 novembre 2026, mercredi 1er juillet 2026; a moment is first brought to Paris time."""
    jour = _jour(jour)
    if not _est_francais():
        return formats.date_format(jour, "l j F Y")
    return formats.date_format(jour, r"l 1\e\r F Y" if jour.day == 1 else "l j F Y")


def quantite(nombre: Nombre) -> int:
    """A number for `ngettext`, which wants a whole one: 1,5 is singular in French, plural in English."""
    return int(nombre) if _est_francais() or nombre == int(nombre) else 2


def _jour(moment: date | datetime) -> date:
    if isinstance(moment, datetime):
        return timezone.localdate(moment) if timezone.is_aware(moment) else moment.date()
    return moment


def _est_francais() -> bool:
    return (get_language() or "fr").startswith("fr")
