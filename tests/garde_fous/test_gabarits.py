"""What no template may hold: the content security policy would refuse it, or a reader would pay for it."""

import re

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders

pytestmark = pytest.mark.une_base

GABARITS = sorted((settings.RACINE / "templates").rglob("*.html"))
# Mail software reads no linked style sheet: the layout of mails, and it alone, carries its own.
MISE_EN_PAGE_DES_COURRIELS = "courriels/courriel.html"

INTERDITS = {
    "style attribute": re.compile(r"<[^>]*\sstyle\s*=", re.IGNORECASE),
    "style element": re.compile(r"<style\b", re.IGNORECASE),
    "inline script": re.compile(r"<script(?![^>]*\ssrc=)[^>]*>", re.IGNORECASE),
    "event attribute": re.compile(r"<[^>]*\son[a-z]+\s*=", re.IGNORECASE),
    "javascript address": re.compile(r"javascript:", re.IGNORECASE),
    "asset of another site": re.compile(
        r"""<(?:script|img|iframe|source|video|audio|embed|use|image)\b[^>]*\s(?:src|srcset|href)\s*=\s*["']?(?:https?:)?//"""
        r"""|<link\b(?![^>]*rel="(?:canonical|alternate)")[^>]*href\s*=\s*["']?(?:https?:)?//""",
        re.IGNORECASE,
    ),
}


def _nom(gabarit) -> str:
    return gabarit.relative_to(settings.RACINE / "templates").as_posix()


def _sans_commentaires(texte: str) -> str:
    texte = re.sub(r"{%\s*comment.*?endcomment\s*%}", "", texte, flags=re.DOTALL)
    return re.sub(r"{#.*?#}", "", texte)


def trouves(texte: str) -> list[str]:
    """Names of what is forbidden and stands in this text."""
    return [nom for nom, motif in INTERDITS.items() if motif.search(_sans_commentaires(texte))]


def test_gabarits_are_found():
    assert len(GABARITS) > 50


@pytest.mark.parametrize(
    ("fautif", "raison"),
    [
        ('<p style="color: red">', "style attribute"),
        ("<style>p {}</style>", "style element"),
        ("<script>alert(1)</script>", "inline script"),
        ('<script type="module">go()</script>', "inline script"),
        ('<button\n onclick="go()">', "event attribute"),
        ('<a href="javascript:go()">', "javascript address"),
        ('<img alt="" src="https://ailleurs.example/a.png">', "asset of another site"),
        ('<script src="//ailleurs.example/a.js"></script>', "asset of another site"),
        ('<link rel="stylesheet" href="https://ailleurs.example/a.css">', "asset of another site"),
    ],
)
def test_garde_fou_sees_what_is_forbidden(fautif, raison):
    assert trouves(fautif) == [raison]


@pytest.mark.parametrize(
    "permis",
    [
        "<script src=\"{% static 'js/theme.js' %}\"></script>",
        '<a href="https://www.travail-emploi.gouv.fr/">',
        '<link rel="canonical" href="https://parrainage.example/">',
        "{% comment %} no style= here {% endcomment %}",
    ],
)
def test_garde_fou_lets_the_rest_through(permis):
    assert trouves(permis) == []


@pytest.mark.parametrize("gabarit", GABARITS, ids=_nom)
def test_gabarit_holds_nothing_forbidden(gabarit):
    attendu = ["style element"] if _nom(gabarit) == MISE_EN_PAGE_DES_COURRIELS else []

    assert trouves(gabarit.read_text(encoding="utf-8")) == attendu


@pytest.mark.parametrize("gabarit", sorted((settings.RACINE / "templates/composants").glob("*.html")), ids=_nom)
def test_composant_begins_by_naming_its_parameters(gabarit):
    assert gabarit.read_text(encoding="utf-8").startswith("{% comment %}\n")


def test_includes_of_the_components_are_closed():
    """A component receives what it names and nothing else: every include of templates/composants ends with only."""
    ouverts = [
        f"{_nom(gabarit)}: {include}"
        for gabarit in GABARITS
        for include in re.findall(r'{%\s*include "composants/[^%]*%}', gabarit.read_text(encoding="utf-8"))
        if not re.search(r"\bonly\s*%}$", include)
    ]

    assert ouverts == []


def test_dessins_carry_neither_script_nor_style():
    fautifs = [
        dessin.name
        for dessin in (settings.RACINE / "static" / "img").glob("*.svg")
        if re.search(r"<script|<style|\sstyle=|\son[a-z]+=|<image|<foreignObject", dessin.read_text(encoding="utf-8"))
    ]

    assert fautifs == []


def test_fichiers_named_by_templates_and_sheets_all_exist():
    """Hashed names fail the whole deployment on one missing file: every address is looked up, where Django does."""
    statiques = settings.RACINE / "static"
    nommes = {
        (_nom(gabarit), chemin)
        for gabarit in GABARITS
        for chemin in re.findall(r"""{% static ['"]([^'"]+)['"]""", gabarit.read_text(encoding="utf-8"))
    }
    appeles = {
        (feuille.name, f"css/{chemin}")
        for feuille in (statiques / "css").glob("*.css")
        for chemin in re.findall(r"""url\(["']?([^"')]+)""", feuille.read_text(encoding="utf-8"))
    }

    assert nommes
    assert appeles
    assert [(ou, chemin) for ou, chemin in sorted(nommes | appeles) if finders.find(chemin) is None] == []
