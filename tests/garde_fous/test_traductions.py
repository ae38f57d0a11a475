"""The English catalogue says everything that our code and our templates say: nothing forgotten, nothing doubtful."""

import io
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from babel.messages import Catalog, Message
from babel.messages.extract import extract
from babel.messages.pofile import read_po
from django.conf import settings
from django.utils.translation.template import templatize

from tests.garde_fous.code import modules, nom
from tests.garde_fous.test_francais import GABARITS

pytestmark = pytest.mark.une_base

FICHIER = settings.RACINE / "locale" / "en" / "LC_MESSAGES" / "django.po"
FONCTIONS = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
A_RECOPIER = re.compile(r"%\(\w+\)[a-z]|%%|\{\w*\}|</?\w+")

Entree = tuple[str | None, str]


@cache
def catalogue() -> Catalog:
    """The catalogue as it is written."""
    with FICHIER.open("rb") as fichier:
        return read_po(fichier, locale="en", abort_invalid=True)


def formes(message: str | tuple[str, ...] | list[str] | None) -> list[str]:
    """Singular and plural of a message, or the message alone."""
    return [message or ""] if isinstance(message, str | None) else [forme or "" for forme in message]


def entrees() -> list[Message]:
    """Every entry of the catalogue, its header apart."""
    return [message for message in catalogue() if message.id]


def marquees(source: str) -> Iterator[Entree]:
    """(context, text) of each text that a Python source marks for translation; a plural goes by its singular."""
    for _ligne, textes, _notes, contexte in extract("python", io.BytesIO(source.encode()), FONCTIONS):
        yield contexte, formes(textes)[0]


def du_code(chemin: Path) -> set[Entree]:
    """What a Python module marks."""
    return set(marquees(chemin.read_text(encoding="utf-8")))


def du_gabarit(chemin: Path) -> set[Entree]:
    """What a template marks: Django blanks it out but for its texts, written as Python calls."""
    lu = templatize(chemin.read_text(encoding="utf-8"), origin=chemin.as_posix())
    return set(marquees("\n".join(ligne.strip() for ligne in lu.splitlines())))


def oubliees(marques: dict[str, set[Entree]]) -> list[tuple[str, Entree]]:
    """(file, text) of each marked text that the catalogue does not know."""
    connues = {(message.context, formes(message.id)[0]) for message in entrees()}
    return sorted((fichier, entree) for fichier, textes in marques.items() for entree in textes - connues)


def test_chaque_texte_du_code_est_au_catalogue():
    marques = {nom(chemin): du_code(chemin) for chemin in modules()}

    assert sum(map(len, marques.values())) > 500
    assert oubliees(marques) == []


def test_chaque_texte_des_gabarits_est_au_catalogue():
    marques = {nom(chemin): du_gabarit(chemin) for chemin in GABARITS}

    assert sum(map(len, marques.values())) > 300
    assert oubliees(marques) == []


def test_catalogue_ne_garde_aucun_texte_disparu():
    dits = set().union(*(du_code(chemin) for chemin in modules()), *(du_gabarit(chemin) for chemin in GABARITS))

    assert [m.id for m in entrees() if (m.context, formes(m.id)[0]) not in dits] == []


def test_chaque_entree_est_traduite():
    assert [m.id for m in entrees() if not all(formes(m.string))] == []


def test_aucune_traduction_n_est_douteuse():
    assert [m.id for m in catalogue() if m.fuzzy] == []


def test_traduction_recopie_valeurs_et_balises():
    ecarts = [
        (source, traduit)
        for message in entrees()
        for source, traduit in zip(formes(message.id), formes(message.string), strict=True)
        if sorted(A_RECOPIER.findall(source)) != sorted(A_RECOPIER.findall(traduit))
    ]

    assert ecarts == []


def test_traduction_garde_les_espaces_des_bords():
    def bords(texte: str) -> tuple[bool, bool]:
        return texte[:1].isspace(), texte[-1:].isspace()

    ecarts = [
        source
        for message in entrees()
        for source, traduit in zip(formes(message.id), formes(message.string), strict=True)
        if bords(source) != bords(traduit)
    ]

    assert ecarts == []


def test_catalogue_dit_sa_langue_et_ses_pluriels():
    assert (catalogue().locale_identifier, catalogue().plural_forms) == ("en", "nplurals=2; plural=(n != 1);")
