"""The living style guide shows every component, to the staff alone."""

import pytest
from django.conf import settings
from django.urls import reverse
from wagtail.images import get_image_model
from wagtail.images.tests.utils import get_test_image_file

from tests.fabriques.comptes import CompteFactory
from tests.fabriques.structures import StructureFactory, animateur, responsable

pytestmark = pytest.mark.django_db

# Stands in <head>: there is nothing to see.
INVISIBLES = {"composants/partage.html"}


def test_charte_shows_every_component(client):
    get_image_model().objects.create(title="Essai", file=get_test_image_file())
    composants = {f"composants/{gabarit.name}" for gabarit in (settings.RACINE / "templates/composants").glob("*.html")}
    client.force_login(animateur())

    reponse = client.get(reverse("socle_charte"))

    montres = {gabarit.name for gabarit in reponse.templates}
    # Two faces of the same place: signed in, then out.
    assert composants - INVISIBLES - montres == set()


def test_charte_open_without_any_picture(client):
    client.force_login(animateur())

    assert client.get(reverse("socle_charte")).status_code == 200


def test_charte_shows_the_sheets_in_use(client):
    client.force_login(animateur())

    page = client.get(reverse("socle_charte")).content.decode()

    for feuille in ("jetons", "base", "composants", "espace", "impression"):
        assert f"css/{feuille}.css" in page


def test_charte_closed_to_visitors(client):
    reponse = client.get(reverse("socle_charte"))

    assert (reponse.status_code, reponse.url) == (302, "/compte/login/?next=/cms/charte/")


def test_charte_closed_to_members_of_a_structure(client):
    client.force_login(responsable(StructureFactory()))

    assert client.get(reverse("socle_charte")).status_code == 404


def test_charte_in_the_help_menu_of_the_back_office(client):
    client.force_login(CompteFactory(is_superuser=True, is_staff=True))

    page = client.get("/cms/").content.decode()

    assert "/cms/charte/" in page


def test_back_office_in_our_colours(client):
    client.force_login(animateur())

    page = client.get("/cms/").content.decode()

    assert "css/cms.css" in page
    assert "img/marque.svg" in page
    assert "img/favicon.svg" in page
