"""A campaign, from the structure that launches it to the answers, opened from the mail itself: phone, script or not."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect

from espace_structures.benevolat.enums import Reponse
from espace_structures.benevolat.models import DemandeRenouvellement, Engagement
from espace_structures.structures.enums import RoleStructure
from tests.fabriques.benevolat import BenevoleFactory, EngagementFactory
from tests.fabriques.comptes import CompteFactory
from tests.fabriques.pages import site_public
from tests.fabriques.structures import StructureFactory
from tests.parcours.outils import se_connecter, verifier_page

pytestmark = pytest.mark.django_db(transaction=True)

TELEPHONE = {"viewport": {"width": 360, "height": 740}, "locale": "fr-FR", "timezone_id": "Europe/Paris"}


@pytest.fixture
def structure(live_server, settings):
    site_public()
    settings.WAGTAILADMIN_BASE_URL = live_server.url
    structure = StructureFactory(nom="Mission Est")
    structure.implantations.get_or_create(departement="75")
    depuis = timezone.localdate() - timedelta(days=200)
    saison = (depuis, timezone.localdate() + timedelta(days=20))
    for prenom in ("Awa", "Max"):
        benevole = BenevoleFactory(prenom=prenom, nom="Roy", courriel=f"{prenom.lower()}@exemple.fr")
        EngagementFactory(structure=structure, benevole=benevole, depuis=depuis, saison=saison)
    return structure


def lien(boite, adresse, intitule):
    """The link that follows this label in the text of the mail to this address, on the server of the test."""
    (courriel,) = [courriel for courriel in boite if courriel.to == [adresse]]
    return re.search(rf"{intitule}[^\n]*?\n?\s*https?://[^/]+(/\S+)", courriel.body)[1]


def test_de_la_campagne_a_la_reponse(page: Page, browser, live_server, structure, mailoutbox):
    compte = CompteFactory()
    compte.membres_structures.create(structure=structure, role=RoleStructure.CONTRIBUTEUR)
    se_connecter(page, live_server.url, compte)
    page.goto(live_server.url + reverse("espace:benevoles"))
    verifier_page(page)
    page.get_by_role("link", name="Max Roy").click()
    verifier_page(page)
    page.get_by_role("link", name="Noter les étapes de l’accueil").click()
    verifier_page(page)
    page.goto(live_server.url + reverse("espace:renouvellement-lancer"))
    page.get_by_label("Saisons qui finissent au plus tard le").fill(f"{timezone.localdate() + timedelta(days=60)}")
    page.get_by_role("button", name="Compter les personnes concernées").click()
    expect(page.get_by_text("Personnes concernées : 2.")).to_be_visible()
    verifier_page(page)
    page.get_by_role("button", name="Envoyer la question").click()
    expect(page.get_by_role("heading", name="Renouvellement", exact=True)).to_be_visible()
    verifier_page(page)

    # A mail scanner opens every link, without a cookie: nothing is answered.
    robot = browser.new_context()
    for intitule in ("Je continue", "Je fais une pause", "J’arrête"):
        ouverte = robot.request.get(live_server.url + lien(mailoutbox, "awa@exemple.fr", intitule))
        assert ouverte.status == 200
    robot.close()
    assert set(DemandeRenouvellement.objects.values_list("reponse", flat=True)) == {""}

    _continuer(browser, live_server.url + lien(mailoutbox, "awa@exemple.fr", "Je continue"))
    _arreter_sans_script(browser, live_server.url + lien(mailoutbox, "max@exemple.fr", "J’arrête"))

    assert set(DemandeRenouvellement.objects.values_list("reponse", flat=True)) == {Reponse.CONTINUE, Reponse.ARRET}
    assert Engagement.objects.get(benevole__prenom="Awa").saisons.count() == 2
    assert Engagement.objects.get(benevole__prenom="Max").sorti_le == timezone.localdate()


def _continuer(browser, adresse):
    """On a phone, with scripts: one click from the mail, one confirmation."""
    contexte = browser.new_context(**TELEPHONE)
    page = contexte.new_page()
    page.goto(adresse)
    verifier_page(page)
    page.get_by_role("button", name="Confirmer ma réponse").click()
    expect(page.get_by_role("heading", name="Merci, votre réponse est notée")).to_be_visible()
    verifier_page(page)
    contexte.close()


def _arreter_sans_script(browser, adresse):
    """On a phone, without scripts: the reason, the thanks, the attestation."""
    contexte = browser.new_context(**TELEPHONE, java_script_enabled=False)
    page = contexte.new_page()
    page.goto(adresse)
    page.get_by_role("button", name="Confirmer ma réponse").click()
    expect(page.get_by_text("Choisissez la raison du départ.").first).to_be_visible()
    page.get_by_label("Pour quelle raison ?").select_option("TEMPS")
    page.get_by_role("button", name="Confirmer ma réponse").click()
    expect(page.get_by_text("vous remercie du temps que vous avez donné")).to_be_visible()
    page.get_by_role("link", name="Voir mon attestation d’engagement").click()
    expect(page.get_by_role("heading", name="Attestation d’engagement bénévole")).to_be_visible()
    expect(page.get_by_text("Max Roy")).to_be_visible()
    adresse = page.url
    contexte.close()
    contexte = browser.new_context(**TELEPHONE)
    page = contexte.new_page()
    page.goto(adresse)
    verifier_page(page)
    contexte.close()
