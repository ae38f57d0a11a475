"""The inbox in a real browser: filter, tick two, entrust them, then refuse one, with the keyboard."""

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from espace_structures.benevolat.enums import EtatCandidature
from espace_structures.benevolat.models import Candidature
from tests.fabriques.benevolat import AppelFactory, BenevoleFactory, CandidatureFactory
from tests.fabriques.pages import site_public
from tests.fabriques.structures import StructureFactory, membre
from tests.parcours.outils import oublier_les_refus, se_connecter, verifier_page


@pytest.mark.django_db(transaction=True)
def test_trier_sa_boite(live_server, page: Page, context):
    serveur = live_server.url
    site_public()
    structure = StructureFactory(nom="Relais Emploi")
    compte = membre(structure, first_name="Camille", last_name="Roy")
    appel = AppelFactory(structure=structure, titre="Aide aux CV, le samedi matin")
    for prenom, metier in (("Awa", "Comptable"), ("Bob", "Comptable"), ("Chloé", "Infirmière")):
        personne = BenevoleFactory(prenom=prenom, nom="Diop", metier=metier, le_week_end=True)
        CandidatureFactory(structure=structure, benevole=personne, appel=appel)

    se_connecter(page, serveur, compte)
    page.goto(f"{serveur}{reverse('espace:candidatures')}")
    verifier_page(page)
    page.get_by_label("Nom, commune ou métier").fill("COMPTABLE")
    page.get_by_role("button", name="Filtrer").click()
    expect(page.get_by_role("heading", name="Chloé Diop")).to_have_count(0)

    page.get_by_label("Tout cocher").focus()
    page.keyboard.press("Space")
    expect(page.get_by_text("Cochées : 2")).to_be_visible()
    page.get_by_role("button", name="Confier…").press("Enter")
    verifier_page(page)
    page.get_by_label("Confier à").select_option(label=str(compte))
    page.get_by_role("button", name="Confier ces candidatures").click()
    expect(page.get_by_text("2 faites.")).to_be_visible()

    page.get_by_label("Choisir Bob Diop").check()
    page.get_by_role("button", name="Refuser…").click()
    page.get_by_role("button", name="Refuser ces candidatures").click()
    verifier_page(page)
    page.get_by_label("Nous sommes trop loin").check()
    page.get_by_role("button", name="Refuser ces candidatures").click()
    expect(page.get_by_text("1 faite.")).to_be_visible()

    page.set_viewport_size({"width": 360, "height": 800})
    page.goto(f"{serveur}{reverse('espace:candidatures')}?onglet=toutes")
    verifier_page(page)
    oublier_les_refus(context)  # the screen that asked for a reason
    assert Candidature.objects.filter(confiee_a=compte).count() == 2
    assert Candidature.objects.get(etat=EtatCandidature.REFUSEE).benevole.prenom == "Bob"
