"""The animation reads its board; a company goes from the form to its page through its mail."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone
from playwright.sync_api import Page, expect

from tests.fabriques.benevolat import CandidatureFactory
from tests.fabriques.pages import site_public
from tests.fabriques.structures import StructureFactory, animateur
from tests.parcours.outils import se_connecter, verifier_page


@pytest.fixture
def site(live_server, settings):
    settings.PORTAIL_SECOND_FACTEUR_OBLIGATOIRE = False
    site_public()
    return live_server.url


def test_l_animation_lit_son_tableau(site, page: Page):
    le = timezone.now() - timedelta(days=20)
    CandidatureFactory(structure=StructureFactory(nom="Relais 93"), recue_le=le, creee_le=le, campagne="affiche")
    se_connecter(page, site, animateur())

    page.goto(f"{site}/espace/benevolat/region/")

    expect(page.get_by_role("row", name=re.compile("Relais 93"))).to_contain_text("1")
    verifier_page(page)


def test_une_entreprise_du_formulaire_a_sa_page(site, page: Page):
    page.goto(f"{site}/entreprises/")
    verifier_page(page)
    page.get_by_label("Nom de l’entreprise").fill("Acme")
    page.get_by_label("Votre prénom et votre nom").fill("Lou Petit")
    page.get_by_label("Votre adresse électronique professionnelle").fill("lou@acme.exemple.fr")
    page.get_by_label("Combien de bénévoles").fill("12")
    page.get_by_label("Jusqu’à quand").fill((timezone.localdate() + timedelta(days=90)).isoformat())
    page.get_by_role("button", name="Envoyer").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Lisez vos courriels")

    lien = re.search(r"/entreprises/suivi/\S+", mail.outbox[-1].body)[0]
    page.goto(f"{site}{lien}")
    verifier_page(page)
    page.get_by_role("button", name="Oui, ouvrir notre code").click()

    expect(page.get_by_text("Votre code :")).to_be_visible()
    verifier_page(page)
