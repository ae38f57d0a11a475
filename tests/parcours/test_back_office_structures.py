"""The animation's screens about structures, in a real browser: import preview, merge preview, closing."""

from datetime import date

import pytest
from django.conf import settings
from django.urls import reverse
from playwright.sync_api import Page, expect

from espace_structures.structures.enums import StatutStructure
from espace_structures.structures.models import Structure
from tests.fabriques.bilans import bilan_de, campagne_ouverte
from tests.fabriques.fusions import demande, invitation
from tests.fabriques.importation import ENTETES, en_csv, ligne
from tests.fabriques.pages import site_public
from tests.fabriques.structures import (
    ConventionFactory,
    StructureFactory,
    animateur,
    membre,
    responsable,
    siret_fictif,
)
from tests.fabriques.vitrines import action, annuaire, fiche

from .outils import oublier_les_refus, verifier_page

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def page(context, live_server, client) -> Page:
    """A page of the back office, signed in as the animation."""
    client.force_login(animateur(first_name="Anne", last_name="Mercier"))
    jeton = client.cookies[settings.SESSION_COOKIE_NAME].value
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": jeton, "url": live_server.url}])
    return context.new_page()


def test_import_se_relit_avant_d_etre_ecrit(page: Page, live_server, context):
    StructureFactory(nom="Le Relais", siret=siret_fictif(1), type="ASSOCIATION", departements=["75"])
    page.goto(f"{live_server.url}{reverse('wagtailsnippets_structures_structure:list')}")
    page.get_by_role("link", name="Importer…").click()
    verifier_page(page)

    def envoyer(*lignes):
        octets = en_csv(ENTETES, *lignes)
        page.get_by_label("Fichier").set_input_files(
            {"name": "structures.csv", "mimeType": "text/csv", "buffer": octets}
        )
        page.get_by_role("button", name="Voir ce que le fichier ferait").click()
        page.wait_for_url("**/importer/apercu/**")

    envoyer(
        ligne(1, nom="Relais", departements="75, 93"), ligne(2, nom="Le Relais"), ligne(3, nom="", departements="99")
    )
    expect(page.get_by_text("Ligne 4, Nom : il faut une valeur pour créer la structure.")).to_be_visible()
    expect(page.get_by_role("button", name="Importer")).to_have_count(0)
    verifier_page(page)

    page.get_by_role("link", name="Envoyer le fichier corrigé").click()
    envoyer(ligne(1, departements="75, 93"), ligne(2, nom="Les Deux Rives"))
    verifier_page(page)
    page.get_by_role("button", name="Importer 2 lignes").click()

    expect(page.get_by_text("1 fiche créée, 1 modifiée.")).to_be_visible()
    assert Structure.objects.get(siret=siret_fictif(1)).noms_departements() == "Paris, Seine-Saint-Denis"
    oublier_les_refus(context)


@pytest.fixture
def doublon():
    """Two records of one structure, each with something."""
    gardee = StructureFactory(nom="Les Deux Rives", departements=["75"])
    absorbee = StructureFactory(nom="Mission locale Deux Rives", departements=["75", "93"])
    campagne = campagne_ouverte()
    for structure in (gardee, absorbee):
        bilan_de(structure, campagne)
        ConventionFactory(structure=structure, exercice=2020)
    liste = annuaire(site_public())
    fiche(liste, gardee)
    action(fiche(liste, absorbee), titre="Café des parrains et des marraines")
    responsable(absorbee, first_name="Samia", last_name="Benali")
    membre(absorbee)
    invitation(absorbee, "a@exemple.fr")
    demande(absorbee, "b@exemple.fr")
    return gardee, absorbee


def test_deux_fiches_se_reunissent(page: Page, live_server, doublon, context):
    gardee, absorbee = doublon
    page.goto(f"{live_server.url}{reverse('wagtailsnippets_structures_structure:edit', args=[gardee.pk])}")
    page.get_by_role("link", name="Réunir à une autre fiche").first.click()
    verifier_page(page)
    page.goto(f"{live_server.url}{reverse('structure_fusion', args=[gardee.pk, absorbee.pk])}")
    expect(page.get_by_text("Samia Benali – Responsable")).to_be_visible()
    verifier_page(page)

    page.get_by_label("Nom de la structure qui ferme").fill("Les Deux Rives")
    page.get_by_role("button", name="Réunir les deux fiches").click()
    expect(page.get_by_text("Le nom saisi n’est pas celui de la structure qui ferme")).to_be_visible()
    verifier_page(page)
    page.get_by_label("Nom de la structure qui ferme").fill("Mission locale Deux Rives")
    page.get_by_role("button", name="Réunir les deux fiches").click()

    expect(page.get_by_text("tout est passé, les anciennes adresses y mènent")).to_be_visible()
    assert Structure.objects.get(pk=absorbee.pk).successeur == gardee
    oublier_les_refus(context)


def test_structure_se_renomme_ferme_et_se_rouvre(page: Page, live_server, doublon):
    _gardee, structure = doublon
    fiche_cms = f"{live_server.url}{reverse('wagtailsnippets_structures_structure:edit', args=[structure.pk])}"
    page.goto(fiche_cms)
    page.get_by_role("link", name="Renommer").first.click()
    verifier_page(page)
    page.get_by_label("Nouveau nom").fill("Le Relais")
    page.get_by_role("button", name="Renommer").click()
    expect(page.get_by_text("L’ancien nom reste trouvable.")).to_be_visible()

    page.get_by_role("link", name="Fermer la structure").first.click()
    verifier_page(page)
    page.get_by_label("Motif").fill("L’association est dissoute.")
    page.get_by_role("button", name="Fermer la structure").click()
    expect(page.get_by_text("« Le Relais » est fermée ; ses membres sont prévenus.")).to_be_visible()
    assert Structure.objects.get(pk=structure.pk).statut == StatutStructure.FERMEE

    page.get_by_role("link", name="Rouvrir la structure").first.click()
    verifier_page(page)
    page.get_by_role("button", name="Rouvrir la structure").click()
    expect(page.get_by_text("« Le Relais » est de nouveau active.")).to_be_visible()


def test_convention_collee_d_un_tableur_est_gardee_comme_elle_est_ecrite(page: Page, live_server):
    convention = ConventionFactory(montant=None, objectif=None, signee_le=None)
    page.goto(f"{live_server.url}{reverse('wagtailsnippets_structures_convention:edit', args=[convention.pk])}")

    for champ, texte in (("Montant notifié (€)", "15\u202f250,50 €"), ("Objectif conventionné", "1 500")):
        page.get_by_label(champ).fill(texte)
    page.get_by_label("Signée le").fill("1/3/26")
    page.get_by_label("Numéro").click()  # leaving the picker does not put today in the place of what was typed
    expect(page.get_by_label("Signée le")).to_have_value("1/3/26")
    page.get_by_role("button", name="Enregistrer").click()
    expect(page.locator(".messages")).to_be_visible()

    convention.refresh_from_db()
    assert (str(convention.montant), convention.objectif, convention.signee_le) == (
        "15250.50",
        1500,
        date(2026, 3, 1),
    )
