"""Our panels on the first page of the back office."""

import pytest
from django.urls import reverse

from espace_structures.bilans.enums import EtatBilan
from espace_structures.comptes.models import Compte
from tests.fabriques.bilans import bilan_de, campagne_ouverte
from tests.fabriques.pages import liste_actualites, site_public
from tests.fabriques.structures import StructureFactory, animateur

pytestmark = pytest.mark.django_db


@pytest.fixture
def ouvrir(client):
    """The first page of the back office, as this person sees it."""

    def lire(compte: Compte) -> str:
        client.force_login(compte)
        return client.get(reverse("wagtailadmin_home")).content.decode()

    return lire


def test_panneau_des_campagnes_compte_les_bilans(ouvrir):
    campagne = campagne_ouverte(2025)
    bilan_de(StructureFactory(), campagne)
    bilan_de(StructureFactory(), campagne, EtatBilan.TRANSMIS)

    page = ouvrir(animateur())

    debut = page.index('id="panneau-campagnes"')
    nombres = [morceau.split("</td>")[0] for morceau in page[debut:].split("<td>")[1:7]]
    assert nombres == ["2", "0", "1", "0", "0", "0"]


def test_panneau_d_ecriture_mene_a_un_nouvel_article(ouvrir):
    index = liste_actualites(site_public())

    page = ouvrir(animateur())

    assert reverse("wagtailadmin_pages:add", args=["actualites", "article", index.pk]) in page
