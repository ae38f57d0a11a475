"""What is pasted from a word processor leaves its styles, classes and tags at the door."""

import json
import re
import unicodedata
from pathlib import Path

import pytest
from django.template.loader import render_to_string
from wagtail.admin.rich_text import get_rich_text_editor_widget
from wagtail.admin.rich_text.converters.contentstate import ContentstateConverter

from portal.socle.blocs.commun import TEXTE_COURT, TEXTE_RICHE
from portal.socle.html import nettoyer_html

COLLE = (Path(__file__).parent / "donnees" / "colle_de_traitement_de_texte.html").read_text(encoding="utf-8")
INTERDITS = (
    "style",
    "class",
    "mso",
    "<o:",
    "<w:",
    "xml",
    "<script",
    "<meta",
    "<link",
    "onclick",
    "<font",
    "<span",
    "<!--",
)


def restes(html: str) -> list[str]:
    return [interdit for interdit in INTERDITS if interdit in html.lower()]


def test_texte_colle_ne_garde_que_ce_que_nos_pages_emploient():
    assert restes(COLLE) == list(INTERDITS)

    propre = nettoyer_html(COLLE)

    assert restes(propre) == []
    assert "<b>chaque mardi</b>" in propre
    assert '<a href="https://structure.example/" rel="noopener noreferrer">Notre site</a>' in propre


@pytest.mark.parametrize(
    ("html", "attendu"),
    [
        ("Bonjour", "Bonjour"),
        ("<p>a<br>b</p>", "<p>a<br>b</p>"),
        ("<ul><li>un</li></ul>", "<ul><li>un</li></ul>"),
        ("<h1>Titre</h1>", "Titre"),
        ('<a href="javascript:alert(1)">x</a>', '<a rel="noopener noreferrer">x</a>'),
        ('<img src="x" onerror="alert(1)">', ""),
        ("<style>p{color:red}</style>a<script>alert(1)</script>", "a"),
        ("5 < 6 & 7", "5 &lt; 6 &amp; 7"),
    ],
)
def test_nettoyage(html, attendu):
    assert nettoyer_html(html) == attendu


# --- The editor of the back office -----------------------------------------------------------------------------------


@pytest.mark.parametrize("fonctions", [TEXTE_COURT, TEXTE_RICHE], ids=["short", "rich"])
def test_editeur_ne_garde_rien_du_traitement_de_texte(fonctions):
    convertisseur = ContentstateConverter(features=fonctions)

    fragment = COLLE.split("<!--StartFragment-->")[1].split("<!--EndFragment-->")[0]
    assert len(restes(fragment)) >= 8

    garde = convertisseur.to_database_format(convertisseur.from_database_format(fragment))

    assert restes(garde) == []
    assert "<b>chaque mardi</b>" in garde
    assert '<a href="https://structure.example/">Notre site</a>' in garde


def bloc(texte: str, **autres) -> dict:
    vide = {"depth": 0, "inlineStyleRanges": [], "entityRanges": [], "data": {}}
    return {"key": "a1b2c", "text": texte, "type": "unstyled"} | vide | autres


def test_editeur_ne_garde_pas_ce_qu_un_navigateur_trafique_enverrait():
    entier = {"offset": 0, "length": 4, "key": 0}
    contenu = {
        "blocks": [
            bloc("<p class=MsoNormal style='x'><script>alert(1)</script></p>"),
            bloc("lien", entityRanges=[entier]),
            bloc("gras", inlineStyleRanges=[{"offset": 0, "length": 4, "style": "COLOR_RED"}]),
            bloc("titre", type="header-two", data={"style": "color:red", "class": "MsoTitle"}),
        ],
        "entityMap": {"0": {"type": "LINK", "mutability": "MUTABLE", "data": {"url": "javascript:alert(1)"}}},
    }
    champ = get_rich_text_editor_widget("default", features=TEXTE_COURT)

    garde = champ.value_from_datadict({"texte": json.dumps(contenu)}, {}, "texte")

    assert set(re.findall(r"<[^/][^>]*>", garde)) == {"<a>", '<p data-block-key="a1b2c">'}
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in garde


def test_texte_simple_est_montre_tel_quel_sans_devenir_du_code():
    page = render_to_string(
        "blocs/citation.html", {"value": {"texte": COLLE, "auteur": "<b>Camille</b>", "recueil": "2026"}, "self": {}}
    )

    assert [balise for balise in ("<script>", "<o:p>", "<b>Camille", "<font") if balise in page] == []
    assert "&lt;b&gt;Camille&lt;/b&gt;" in page


def test_texte_riche_decompose_est_compose_sans_deplacer_le_gras():
    decompose = unicodedata.normalize("NFD", "é à")
    contenu = {
        "blocks": [bloc(f"{decompose} gras\u200b", inlineStyleRanges=[{"offset": 6, "length": 4, "style": "BOLD"}])],
        "entityMap": {},
    }
    champ = get_rich_text_editor_widget("default", features=TEXTE_COURT)

    garde = champ.value_from_datadict({"texte": json.dumps(contenu, ensure_ascii=False)}, {}, "texte")

    assert re.sub(r" data-block-key=\S+?(?=>)", "", garde) == "<p>é à <b>gras</b></p>"
