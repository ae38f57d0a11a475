"""Icons and the two circles of progress."""

import re

import pytest
from django.conf import settings
from django.core.paginator import Paginator
from django.template import Context, Template

SPRITE = settings.RACINE / "static" / "img" / "pictos.svg"


def _rendre(gabarit: str, **contexte) -> str:
    return Template("{% load dessin %}" + gabarit).render(Context(contexte))


def _symboles() -> set[str]:
    return set(re.findall(r'<symbol id="([\w-]+)"', SPRITE.read_text(encoding="utf-8")))


def test_picto_is_silent_unless_it_carries_a_label():
    muet, parlant = _rendre('{% picto "coche" %}'), _rendre('{% picto "coche" "Fait" %}')

    assert muet == '<svg class="icone" aria-hidden="true"><use href="/static/img/pictos.svg#coche"/></svg>'
    assert 'role="img" aria-label="Fait"' in parlant


def test_pictos_called_in_templates_all_exist():
    appeles = {
        nom
        for gabarit in (settings.RACINE / "templates").rglob("*.html")
        for nom in re.findall(r'{% picto "([\w-]+)"', gabarit.read_text(encoding="utf-8"))
    }

    assert appeles
    assert appeles - _symboles() == set()


@pytest.mark.parametrize(
    ("fait", "total", "gauche", "droite", "lentille"),
    [
        (0, 8, "13.00", "39.00", False),
        (4, 8, "18.00", "34.00", True),
        (7, 8, "21.75", "30.25", True),
        (8, 8, "26.00", "26.00", True),
        (9, 8, "26.00", "26.00", True),
        (0, 0, "13.00", "39.00", False),
    ],
)
def test_avancee_closes_the_circles(fait, total, gauche, droite, lentille):
    rendu = _rendre("{% avancee fait total %}", fait=fait, total=total)

    assert re.findall(r'cx="([\d.]+)"', rendu) == [gauche, droite]
    assert ("avancee__lentille" in rendu) is lentille


def test_avancee_complete_says_so_by_its_shape():
    assert "avancee__coche" in _rendre("{% avancee 8 8 %}")
    assert "avancee__coche" not in _rendre("{% avancee 7 8 %}")


def test_avancee_is_read_aloud_with_what_it_counts():
    rendu = _rendre('{% avancee 3 8 "sections remplies" %}')
    texte = " ".join(re.sub(r"<[^>]+>", "", rendu).split())

    assert texte == "sections remplies – 3 sur 8"


def test_pages_voisines_leave_out_the_far_ones():
    rendu = _rendre("{% for n in p|pages_voisines:10 %}{{ n }} {% endfor %}", p=Paginator(range(200), 10))

    assert rendu == "1 None 9 10 11 None 20 "
