"""The public site of the demonstration."""

import re
from io import StringIO

import pytest
from django.core.management import call_command
from wagtail.images import get_image_model
from wagtail.models import Page, Site

from actualites.models import AppelAProjets, Article
from portal.demonstration.site.chargement import lire
from portal.socle.dessins import DESSINS, dessiner

pytestmark = pytest.mark.django_db


def charger() -> str:
    sortie = StringIO()
    call_command("charger_site_demonstration", stdout=sortie)
    return sortie.getvalue()


def test_demonstration_chargee_une_seule_fois(client):
    premiere = charger()
    pages, images = Page.objects.count(), get_image_model().objects.count()
    seconde = charger()

    assert (premiere, seconde) == (
        f"Public site loaded: {pages - 1} pages.\n",
        "The public site has its home page already: nothing to load.\n",
    )
    assert (Page.objects.count(), get_image_model().objects.count()) == (pages, images)
    assert [list(defauts) for defauts in Page.find_problems()] == [[], [], [], [], []]
    assert Site.objects.get().root_page.slug == "accueil"

    # Every published page answers, every link between pages leads somewhere.
    liens = set()
    for page in Page.objects.live().filter(depth__gt=1, alias_of__isnull=True):
        reponse = client.get(page.url)
        assert reponse.status_code == 200, page.url
        liens |= set(re.findall(r'href="(/[^"#?]*)"', reponse.content.decode()))
        assert 'href=""' not in reponse.content.decode(), page.url
    internes = {lien for lien in liens if not lien.startswith(("/static/", "/espace/", "/en/espace/"))}
    assert {lien: client.get(lien).status_code for lien in internes} == dict.fromkeys(internes, 200)

    # The main pages can be read in both languages.
    traduites = {entree["cle"] for entree in lire() if "en" in entree}
    assert traduites >= {
        "accueil", "comprendre", "devenir", "structure", "financeur", "unjeune", "aap1", "aap2", "aap_idf",
    }  # fmt: skip
    assert set(AppelAProjets.objects.get(slug="1-jeune-1-mentor-second-appel").etiquettes.names()) == {
        "jeunes", "mentorat", "parrainage", "1jeune1solution",
    }  # fmt: skip
    assert not Article.objects.filter(source_nom="").exists()


def test_demonstration_chaque_chiffre_porte_annee_et_source():
    def chiffres(valeur):
        if isinstance(valeur, dict):
            if "valeur" in valeur:
                yield valeur
            for interne in valeur.values():
                yield from chiffres(interne)
        elif isinstance(valeur, list):
            for interne in valeur:
                yield from chiffres(interne)

    trouves = list(chiffres(list(lire())))

    assert len(trouves) > 20
    assert [c for c in trouves if not (c.get("annee") and c.get("source"))] == []


def test_dessins_du_contenu_existent_tous():
    assert {entree["image"] for entree in lire() if "image" in entree} == set(DESSINS)
    assert dessiner("mesure").startswith(b"\x89PNG")
