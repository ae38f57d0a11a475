"""Languages that people speak: codes of ISO 639, names of Babel in the reader's language."""

from __future__ import annotations

from functools import lru_cache

from babel import Locale
from django.utils.translation import get_language

# Those most spoken in Île-de-France besides French: offered first, ticked in one touch.
FREQUENTES = (
    "en", "ar", "es", "pt", "it", "de", "kab", "ber", "tr", "zh", "ru", "uk", "ro", "pl", "wo", "bm", "ln", "ff", "ta",
    "bn", "ur", "fa", "ps", "vi", "ht",
)  # fmt: skip


@lru_cache(maxsize=4)
def _noms(langue: str) -> dict[str, str]:
    """Name by code, without regional variants nor French; two or three letters."""
    noms = Locale.parse(langue).languages
    return {
        code: nom[:1].upper() + nom[1:]
        for code, nom in noms.items()
        if code.isalpha() and 2 <= len(code) <= 3 and code not in ("fr", "mul", "und", "zxx", "mis", "root")
    }


def _tous() -> dict[str, str]:
    return _noms(get_language() or "fr")


def frequentes() -> list[tuple[str, str]]:
    """The most spoken, in that order."""
    noms = _tous()
    return [(code, noms[code]) for code in FREQUENTES if code in noms]


def autres() -> list[tuple[str, str]]:
    """All others, by name."""
    reste = ((code, nom) for code, nom in _tous().items() if code not in FREQUENTES)
    return sorted(reste, key=lambda paire: paire[1].casefold())


def nom_de_langue(code: str) -> str:
    """Its name in the language at work; the code itself when nobody named it."""
    return _tous().get(code, code)
