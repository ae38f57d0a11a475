"""The design tokens: readable in both themes, the two copies of the dark theme equal, light to download."""

import re
from itertools import pairwise

import pytest
from django.conf import settings

CSS = settings.RACINE / "static" / "css"
TEXTE = 4.5
NON_TEXTE = 3.0

# Ink first, paper second: every pair that some rule of the style sheets puts together.
PAIRES_DE_TEXTE = [
    *[(encre, papier) for encre in ("encre", "encre-douce") for papier in ("papier", "sable")],
    ("encre", "sable-fort"),
    ("primaire", "papier"),
    ("primaire", "sable"),
    ("primaire", "primaire-pale"),
    ("primaire-vif", "papier"),
    ("primaire-vif", "primaire-pale"),
    ("sur-primaire", "primaire"),
    ("accent", "papier"),
    ("sur-accent", "accent"),
    ("sur-accent", "accent-vif"),
    ("sur-soleil", "soleil"),
    *[(ton, "papier") for ton in ("fait", "attention", "info", "erreur")],
    *[(ton, f"{ton}-pale") for ton in ("fait", "attention", "info", "erreur")],
    *[("encre", f"{ton}-pale") for ton in ("fait", "attention", "info", "erreur")],
]
# The outline of a field and the circles of progress are no text: 3:1 is asked for.
PAIRES_DE_FORME = [("trait-fort", "papier"), ("primaire", "papier"), ("accent", "papier"), ("erreur", "papier")]


def _themes() -> dict[str, dict[str, str]]:
    """Hexadecimal colours of each theme, by name of token: clair, systeme (preference), sombre (manual switch)."""
    css = (CSS / "jetons.css").read_text(encoding="utf-8")
    bornes = {
        "clair": css.index(":root {"),
        "systeme": css.index("@media (prefers-color-scheme: dark)"),
        "sombre": css.index(':root[data-theme="sombre"]'),
        "fin": len(css),
    }
    return {
        nom: dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", css[debut:fin]))
        for (nom, debut), (_suivant, fin) in pairwise(bornes.items())
    }


def _luminance(couleur: str) -> float:
    canaux = [int(couleur[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    lineaires = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in canaux]
    return 0.2126 * lineaires[0] + 0.7152 * lineaires[1] + 0.0722 * lineaires[2]


def contraste(une: str, autre: str) -> float:
    claire, foncee = sorted((_luminance(une), _luminance(autre)), reverse=True)
    return (claire + 0.05) / (foncee + 0.05)


def test_contraste_of_known_pairs():
    assert round(contraste("#000000", "#ffffff"), 2) == 21.0
    assert round(contraste("#777777", "#ffffff"), 2) == 4.48


@pytest.mark.parametrize("theme", ["clair", "sombre"])
@pytest.mark.parametrize(("encre", "papier"), PAIRES_DE_TEXTE)
def test_texte_readable_in_each_theme(theme, encre, papier):
    couleurs = _themes()[theme]

    assert contraste(couleurs[encre], couleurs[papier]) >= TEXTE


@pytest.mark.parametrize("theme", ["clair", "sombre"])
@pytest.mark.parametrize(("forme", "papier"), PAIRES_DE_FORME)
def test_forme_visible_in_each_theme(theme, forme, papier):
    couleurs = _themes()[theme]

    assert contraste(couleurs[forme], couleurs[papier]) >= NON_TEXTE


def test_theme_sombre_same_by_preference_and_by_switch():
    themes = _themes()

    assert themes["sombre"]
    assert themes["systeme"] == themes["sombre"]


def test_theme_sombre_redefines_every_colour_of_the_light_one():
    themes = _themes()

    assert set(themes["sombre"]) == set(themes["clair"])


def test_variables_used_are_all_defined():
    definies = set(re.findall(r"--([\w-]+):", (CSS / "jetons.css").read_text(encoding="utf-8")))
    inconnues = {}
    for feuille in CSS.glob("*.css"):
        texte = feuille.read_text(encoding="utf-8")
        siennes = set(re.findall(r"--([\w-]+):", texte))
        manquent = set(re.findall(r"var\(--([\w-]+)\)", texte)) - definies - siennes
        if feuille.name == "cms.css":  # the back office has Wagtail's variables too
            manquent = {nom for nom in manquent if not nom.startswith("w-")}
        if manquent:
            inconnues[feuille.name] = sorted(manquent)

    assert inconnues == {}


def test_couleurs_chosen_in_the_tokens_alone():
    """No other sheet of the public site and of the gated space names a colour, but the black of printed ink."""
    permises = {"jetons.css", "impression.css", "cms.css"}
    ecrites = {
        feuille.name: set(re.findall(r"#[0-9a-fA-F]{3,8}\b(?![^{}]*\{)", feuille.read_text(encoding="utf-8")))
        - {"#000"}
        for feuille in CSS.glob("*.css")
        if feuille.name not in permises
    }

    assert {nom: valeurs for nom, valeurs in ecrites.items() if valeurs} == {}


def test_feuilles_of_a_public_page_weigh_under_40_kb():
    gabarit = (settings.RACINE / "templates" / "base.html").read_text(encoding="utf-8")
    feuilles = re.findall(r"'css/([\w-]+\.css)'", gabarit)

    assert "public.css" in feuilles
    assert sum((CSS / nom).stat().st_size for nom in feuilles) < 40_000
