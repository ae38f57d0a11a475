"""From a call to the confirmed candidature, on a phone, with and without script."""

import re

import pytest
from django.core import mail
from django.urls import reverse
from playwright.sync_api import Page, expect

from espace_structures.benevolat.enums import EtatCandidature
from espace_structures.benevolat.models import Candidature
from tests.fabriques.benevolat import AppelFactory
from tests.fabriques.pages import site_public
from tests.fabriques.structures import responsable
from tests.fabriques.vitrines import annuaire, fiche, public
from tests.parcours.outils import verifier_page

pytestmark = pytest.mark.django_db(transaction=True)
TELEPHONE = {"width": 360, "height": 740}
MONTREUIL = {"code_commune": "93048", "latitude": 48.8638, "longitude": 2.4485}


@pytest.fixture
def appel(live_server, settings):
    from datetime import timedelta

    from django.utils import timezone

    settings.WAGTAILADMIN_BASE_URL = live_server.url
    liste = annuaire(site_public())
    appel = AppelFactory(titre="Marraine santé", jusqu_au=timezone.localdate() + timedelta(days=60))
    appel.secteurs.create(secteur="Q")
    fiche(liste, appel.structure, publics=["qpv"], **MONTREUIL)
    public("jeunes-26")
    responsable(appel.structure)
    return appel


@pytest.fixture
def sans_script(browser):
    """A phone whose browser runs no script."""
    with browser.new_context(java_script_enabled=False, locale="fr-FR", viewport=TELEPHONE) as contexte:
        yield contexte.new_page()


def suivre_les_etapes(page: Page, url: str, controle) -> None:
    """As a person does, from the first step to the message sent."""
    page.goto(url)
    controle(page)
    page.get_by_role("link", name="Commencer").click()
    expect(page.get_by_text("Étape 1 sur 5")).to_be_visible()
    controle(page)
    page.get_by_label("Votre prénom").fill("Awa")
    page.get_by_label("À la retraite").check()
    page.get_by_label("J’ai dix-huit ans ou plus").check()
    suite(page)
    controle(page)
    page.get_by_label("Votre commune").fill("93100 Montreuil")
    page.get_by_label("En présence ou à distance").check()
    page.get_by_label("En semaine, le soir").check()
    page.get_by_label("Un accompagnement régulier").check()
    suite(page)
    controle(page)
    page.get_by_label("Votre secteur d’activité").select_option("Q")
    page.get_by_label("Arabe", exact=True).check()
    suite(page)
    controle(page)
    page.get_by_role("group", name="Qui aimeriez-vous aider").get_by_role("checkbox").first.check()
    suite(page)
    expect(page.get_by_text("Étape 5 sur 5")).to_be_visible()
    controle(page)
    page.get_by_label("Votre nom", exact=False).first.fill("Diop")
    page.get_by_label("Votre adresse électronique").fill("awa@exemple.fr")
    page.get_by_label("J’ai lu la charte").check()
    page.get_by_label("J’accepte que mes réponses").check()
    suite(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("Relisez, puis envoyez")
    controle(page)
    page.get_by_role("button", name="Envoyer ma candidature").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Regardez votre messagerie")
    controle(page)


def suite(page: Page) -> None:
    page.get_by_role("button", name="Continuer").click()


def confirmer(page: Page) -> None:
    lien = re.search(r"https?://\S+/devenir/confirmer/\S+", mail.outbox[-1].body)[0]
    page.goto(lien)
    assert Candidature.objects.get().etat == EtatCandidature.A_CONFIRMER
    page.get_by_role("button", name="Confirmer ma candidature").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Merci, Awa !".replace(" !", "\u00a0!"))


def test_de_l_appel_a_la_candidature_confirmee_sur_un_telephone(appel, live_server, page: Page):
    page.set_viewport_size(TELEPHONE)

    suivre_les_etapes(page, f"{live_server.url}/devenir/?appel={appel.pk}", verifier_page)
    page.goto(live_server.url + reverse("benevolat:devenir_etape", args=["structure"]))
    verifier_page(page)
    confirmer(page)
    verifier_page(page)

    candidature = Candidature.objects.get()
    assert (candidature.etat, candidature.appel, candidature.benevole.nom) == ("NOUVELLE", appel, "Diop")


def test_la_meme_route_sans_script(appel, live_server, sans_script: Page):
    suivre_les_etapes(sans_script, f"{live_server.url}/devenir/?appel={appel.pk}", lambda page: None)
    confirmer(sans_script)

    assert Candidature.objects.get().etat == EtatCandidature.NOUVELLE
