"""The catalogues of texts as Django reads them, products of the build: `python -m portal.socle.catalogues`.

English is translated in locale/en. French is the language of the source, but without a catalogue Django falls back to
the Germanic rule and writes « 0 pages »: every plural of the English catalogue, which is complete, enters the French
one as it stands, under the French rule, where zero and one are singular.
"""

from __future__ import annotations

from pathlib import Path

from babel.messages import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

LOCALE = Path(__file__).resolve().parents[2] / "locale"
ANGLAIS = LOCALE / "en" / "LC_MESSAGES" / "django.po"


def francais(anglais: Catalog) -> Catalog:
    """The plurals of a catalogue, each said in its own words."""
    catalogue = Catalog(locale="fr")  # Babel knows the rule: plural=(n > 1)
    for message in anglais:
        if message.pluralizable:
            catalogue.add(message.id, message.id, context=message.context)
    return catalogue


def compiler() -> bool:
    """Both catalogues, when their source changed; says whether it did."""
    produits = {langue: LOCALE / langue / "LC_MESSAGES" / "django.mo" for langue in ("en", "fr")}
    source = max(fichier.stat().st_mtime for fichier in (ANGLAIS, Path(__file__)))
    if all(produit.exists() and produit.stat().st_mtime >= source for produit in produits.values()):
        return False
    with ANGLAIS.open("rb") as source_po:
        anglais = read_po(source_po, locale="en")
    for langue, catalogue in (("en", anglais), ("fr", francais(anglais))):
        produits[langue].parent.mkdir(parents=True, exist_ok=True)
        with produits[langue].open("wb") as fichier:
            write_mo(fichier, catalogue)
    return True


if __name__ == "__main__":
    compiler()
