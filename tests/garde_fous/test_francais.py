"""French is the source language: it must reach readers as it was written, with the typography we promise."""

import ast
import re

import pytest
from django.conf import settings
from django.utils import translation

from tests.garde_fous.code import appels, modules, nom

pytestmark = pytest.mark.une_base

# Function: positions of the French texts among its arguments.
FONCTIONS = {"_": (0,), "gettext": (0,), "gettext_lazy": (0,), "ngettext": (0, 1), "ngettext_lazy": (0, 1)}
GABARITS = sorted(chemin for chemin in (settings.RACINE / "templates").rglob("*") if chemin.suffix in (".html", ".txt"))
BLOCKTRANSLATE = re.compile(r"{%\s*blocktranslate\b[^%]*%}(.*?){%\s*endblocktranslate\s*%}", re.DOTALL)
PLURIEL = re.compile(r"{%\s*plural\s*%}")
TRANSLATE = re.compile(r"""{%\s*(?:translate|trans)\s+(?:"([^"]*)"|'([^']*)')\s*(?:noop\s*)?(?:as\s+\w+\s*)?%}""")


def messages_du_code() -> list[tuple[str, str]]:
    """(file, message) of each text marked for translation in Python."""
    return [
        (nom(chemin), argument.value)
        for chemin in modules()
        for fonction, appel in appels(chemin)
        for position in FONCTIONS.get(fonction, ())
        for argument in appel.args[position : position + 1]
        if isinstance(argument, ast.Constant) and isinstance(argument.value, str)
    ]


def messages_des_gabarits() -> list[tuple[str, str]]:
    """(file, message) of each {% translate %}."""
    return [
        (nom(gabarit), double or simple)
        for gabarit in GABARITS
        for double, simple in TRANSLATE.findall(gabarit.read_text(encoding="utf-8"))
    ]


def phrases_des_gabarits() -> list[tuple[str, str]]:
    """(file, message) of each {% blocktranslate %}, plural apart."""
    return [
        (nom(gabarit), " ".join(phrase.split(" ")).strip())
        for gabarit in GABARITS
        for bloc in BLOCKTRANSLATE.findall(gabarit.read_text(encoding="utf-8"))
        for phrase in PLURIEL.split(bloc)
    ]


@pytest.mark.parametrize("messages", [messages_du_code, messages_des_gabarits])
def test_francais_se_lit_comme_il_est_ecrit(messages):
    """A French text that is also an English message of a library would be read in that library's French."""
    tous = messages()
    assert len(tous) > 50

    with translation.override("fr"):
        changes = sorted({(f, m, translation.gettext(m)) for f, m in tous if translation.gettext(m) != m})

    assert changes == []


DROITE = re.compile(r"\w'\w")
ESPACE_SIMPLE = re.compile(r" [:;?!»]|« ")


def fautes_de_typographie(message: str) -> bool:
    """Whether a text has a straight apostrophe, or an ordinary space where French wants one that does not break."""
    sans_parametres = re.sub(r"%\([^)]*\)\w|{[^}]*}", "x", message)
    return bool(DROITE.search(sans_parametres) or ESPACE_SIMPLE.search(sans_parametres))


@pytest.mark.parametrize("messages", [messages_du_code, messages_des_gabarits, phrases_des_gabarits])
def test_typographie_est_francaise(messages):
    assert sorted({couple for couple in messages() if fautes_de_typographie(couple[1])}) == []


@pytest.mark.parametrize(
    ("message", "attendu"),
    [
        ("L'espace", True),
        ("Motif : absent", True),
        ("« Motif »", True),
        ("L’espace", False),
        ("Motif\u00a0: absent", False),
        ("«\u00a0Motif\u00a0»", False),
    ],
)
def test_garde_fou_voit_la_typographie(message, attendu):
    assert fautes_de_typographie(message) is attendu
