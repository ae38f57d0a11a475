"""A person on a phone, by their link and without a script: answer, correct, withdraw, erase; axe along the way."""

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from espace_structures.benevolat.enums import Auteur
from espace_structures.benevolat.models import Benevole, Message
from tests.fabriques.benevolat import LE, BenevoleFactory, CandidatureFactory, EngagementFactory, jeton_de
from tests.fabriques.pages import site_public
from tests.parcours.outils import verifier_page

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def candidature(live_server):
    site_public()
    candidature = CandidatureFactory(structure__nom="Mission Est", benevole=BenevoleFactory(courriel="awa@exemple.fr"))
    EngagementFactory(benevole=candidature.benevole)
    Message.objects.create(candidature=candidature, auteur=Auteur.STRUCTURE, texte="Libre jeudi ?", ecrit_le=LE)
    return candidature


def test_chaque_ecran_passe_axe(page: Page, live_server, candidature):
    jeton = jeton_de(candidature.benevole)
    for nom, plus in [
        ("suivi", []),
        ("suivi_profil", []),
        ("suivi_donnees", []),
        ("suivi_effacer", []),
        ("suivi_retirer", [candidature.pk]),
    ]:
        page.goto(live_server.url + reverse(f"benevolat:{nom}", args=[jeton, *plus]))
        verifier_page(page)
    page.goto(live_server.url + reverse("benevolat:lien_perdu"))
    verifier_page(page)


def test_repondre_retirer_effacer_sans_script(browser, live_server, candidature):
    contexte = browser.new_context(java_script_enabled=False, viewport={"width": 360, "height": 740}, locale="fr-FR")
    page = contexte.new_page()
    page.goto(live_server.url + reverse("benevolat:suivi", args=[jeton_de(candidature.benevole)]))

    page.get_by_label("Votre message").fill("Oui, à 18 h.")
    page.get_by_role("button", name="Envoyer le message").click()
    expect(page.get_by_text("Votre message est parti.")).to_be_visible()
    page.get_by_role("link", name="Retirer ma candidature auprès de Mission Est").click()
    page.get_by_label("Je n’ai plus le temps").check()
    page.get_by_role("button", name="Retirer ma candidature").click()
    expect(page.get_by_text("Candidature retirée")).to_be_visible()
    page.get_by_role("link", name="Tout effacer").click()
    page.get_by_role("checkbox").check()
    page.get_by_role("button", name="Tout effacer maintenant").click()

    expect(page.get_by_role("heading", name="Vos informations sont effacées")).to_be_visible()
    assert Benevole.objects.count() == 0
    contexte.close()
