"""The screens that moderation adds to the back office, with axe at both widths: the queue, the panels, the refusals."""

import os
from datetime import UTC, datetime

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import reverse
from playwright.sync_api import expect

from espace_structures.structures.enums import StatutStructure
from espace_structures.structures.models import Moderateur, Structure
from espace_structures.vitrines.metier.moderation import installer_moderation, renvoyer, soumettre
from tests.fabriques.comptes import CompteFactory
from tests.fabriques.pages import site_public
from tests.fabriques.structures import StructureFactory, animateur, responsable
from tests.fabriques.vitrines import action, annuaire, fiche

from .outils import LARGEURS, REGLES_AXE, se_connecter, verifier_page

pytestmark = pytest.mark.django_db(transaction=True)

IL_Y_A_LONGTEMPS = datetime(2020, 1, 6, 9, 0, tzinfo=UTC)


def verifier_le_contenu(page) -> None:
    """axe finds nothing in the content of the screen (its frame is Wagtail's), and nothing overflows sideways."""
    taille = page.viewport_size
    for nom, largeur in LARGEURS.items():
        page.set_viewport_size({"width": largeur, "height": taille["height"]})
        page.locator("main").wait_for()
        resultat = Axe().run(page, context="main", options=REGLES_AXE)
        if os.environ.get("CAPTURES"):
            page.screenshot(path=f"{os.environ['CAPTURES']}/{page.url.strip('/').split('/')[-1]}_{nom}.png")
        assert resultat.violations_count == 0, f"{page.url} at {largeur} px\n{resultat.generate_report()}"
        assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0
    page.set_viewport_size(taille)


@pytest.fixture
def atelier():
    """An action that waits since long, its author and its sheet."""
    une = fiche(annuaire(site_public()), StructureFactory(nom="Relais des deux rives", departements=["93"]))
    une.save_revision().publish()
    installer_moderation()
    autrice = responsable(une.structure)
    creee = action(une, "Un café par semaine", departements=["93"], live=False, owner=autrice)
    soumettre(creee, par=autrice, le=IL_Y_A_LONGTEMPS)
    return creee


def test_moderatrice_trouve_sa_file_et_la_page(page, live_server, atelier):
    moderatrice = CompteFactory()
    Moderateur.objects.create(compte=moderatrice, departement="93")
    se_connecter(page, live_server.url, moderatrice)

    page.goto(f"{live_server.url}{reverse('wagtailadmin_home')}")
    verifier_le_contenu(page)
    page.get_by_role("link", name="Ouvrir la file de relecture").click()
    verifier_le_contenu(page)
    page.get_by_role("link", name="Un café par semaine").click()

    page.wait_for_url(f"**{reverse('wagtailadmin_pages:edit', args=[atelier.pk])}")


def test_structure_trouve_ses_pages_et_la_raison_du_retour(page, live_server, atelier):
    renvoyer(atelier, par=animateur(), motif="Dites à qui s’adresse le café.", le=IL_Y_A_LONGTEMPS)
    se_connecter(page, live_server.url, atelier.owner)

    page.goto(f"{live_server.url}{reverse('wagtailadmin_home')}")
    verifier_le_contenu(page)
    page.get_by_role("link", name="Un café par semaine").click()

    expect(page.get_by_text("Dites à qui s’adresse le café.").first).to_be_visible()


def test_structure_fermee_se_lit_partout(page, live_server, atelier):
    se_connecter(page, live_server.url, atelier.owner)
    Structure.objects.update(statut=StatutStructure.FERMEE)

    page.goto(f"{live_server.url}{reverse('wagtailadmin_pages:edit', args=[atelier.pk])}")

    verifier_page(page)
    page.context.fautes[:] = [faute for faute in page.context.fautes if "403 (" not in faute]
