"""The directory, the territories and their figures in a real browser: with a keyboard, without a script, on a phone."""

import csv
import io
import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect
from wagtail.models import Site

from espace_structures.bilans.enums import EtatBilan
from espace_structures.bilans.metier.publication import publier
from espace_structures.vitrines.models import AnnuairePage
from home.models import TerritoiresPage
from tests.fabriques.bilans import bilan_de, campagne_gelee
from tests.fabriques.comptes import MOT_DE_PASSE
from tests.fabriques.pages import site_public, sous
from tests.fabriques.structures import StructureFactory, animateur
from tests.fabriques.vitrines import action, annuaire, fiche
from tests.parcours.outils import se_connecter, verifier_page

pytestmark = pytest.mark.django_db(transaction=True)
PANTIN = {"code_commune": "93055", "code_postal": "93500", "latitude": 48.8945, "longitude": 2.4091}
SAINT_DENIS = {"code_commune": "93066", "code_postal": "93200", "latitude": 48.9356, "longitude": 2.3539}
VERSAILLES = {"code_commune": "78646", "code_postal": "78000", "latitude": 48.8014, "longitude": 2.1301}


@pytest.fixture
def site(live_server):
    """A site with two structures, one of which tells an action."""
    accueil = site_public()
    Site.objects.update(hostname="localhost", port=int(live_server.url.rsplit(":", 1)[1]))
    liste = annuaire(accueil)
    sous(accueil, TerritoiresPage, title="Territoires", slug="territoires")
    pantin = fiche(liste, StructureFactory(nom="Relais de Pantin", departements=["93"]), publics=["qpv"], **PANTIN)
    fiche(liste, StructureFactory(nom="Club de Versailles", departements=["78"]), **VERSAILLES)
    action(pantin, "Un café, un métier", departements=["93"])
    return live_server.url


@pytest.fixture
def voisine(site):
    """A third structure, close to the first."""
    structure = StructureFactory(nom="Mission de Saint-Denis", departements=["93"])
    return fiche(AnnuairePage.objects.get(), structure, **SAINT_DENIS)


@pytest.fixture
def sans_script(browser):
    """A page of a browser that runs no script."""
    with browser.new_context(java_script_enabled=False, locale="fr-FR") as contexte:
        yield contexte.new_page()


def _noms(page: Page) -> list[str]:
    return page.locator(".annuaire__liste h3").all_inner_texts()


def test_annuaire_se_cherche_au_clavier_seul(site, voisine, page: Page):
    page.goto(f"{site}/structures/")
    page.get_by_label("Commune ou code postal").focus()
    with page.expect_response(lambda reponse: "q=panti" in reponse.url) as proposees:
        page.keyboard.type("panti", delay=20)
    propositions = proposees.value.json()["communes"]
    expect(page.locator("#lieu-communes option")).to_have_count(len(propositions))
    page.keyboard.type("n")
    page.keyboard.press("Enter")

    expect(page.get_by_role("heading", name="2 structures à moins de 10 km de Pantin")).to_be_visible()
    assert _noms(page) == ["Relais de Pantin", "Mission de Saint-Denis"]
    expect(page.locator(".structure__distance")).to_have_text(["à moins de 1 km", "à 6,1 km"])
    expect(page.get_by_label("Commune ou code postal")).to_have_value("pantin")
    expect(page.get_by_label("À moins de")).to_have_value("10")


def test_annuaire_mene_de_la_carte_a_la_fiche_au_clavier(site, page: Page):
    page.emulate_media(reduced_motion="reduce")
    page.goto(f"{site}/structures/?lieu=93500&rayon=5")
    page.locator("[data-etat=prete]").wait_for()
    page.get_by_role("link", name="Aller à la liste").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#resultats")).to_be_focused()

    epingle = page.get_by_role("button", name="Relais de Pantin")
    epingle.focus()
    page.keyboard.press("Enter")
    lien = page.locator(".leaflet-popup").get_by_role("link", name="Relais de Pantin")
    expect(lien).to_be_focused()
    page.keyboard.press("Escape")
    expect(epingle).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")

    page.wait_for_url(f"{site}/structures/relais-de-pantin/")
    page.get_by_role("link", name="Seine-Saint-Denis", exact=True).click()
    page.wait_for_url(f"{site}/territoires/93-seine-saint-denis/")


def test_annuaire_montre_sur_la_carte_les_lieux_de_la_liste(site, voisine, page: Page):
    page.goto(f"{site}/structures/?lieu=93500&rayon=10")
    page.locator("[data-etat=prete]").wait_for()
    expect(page.locator(".geo__epingle")).to_have_count(2)

    assert {epingle.get_attribute("alt") for epingle in page.locator(".geo__epingle").all()} == set(_noms(page))


def test_telephone_va_a_la_carte_sous_la_liste(site, page: Page):
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto(f"{site}/structures/")
    page.get_by_role("link", name="Voir la carte").click()

    expect(page.locator("#carte")).to_be_in_viewport()


def test_annuaire_sans_script_demande_laquelle_puis_repond(site, voisine, sans_script: Page):
    sans_script.goto(f"{site}/structures/")
    expect(sans_script.get_by_text("La carte demande JavaScript.")).to_be_visible()
    expect(sans_script.get_by_role("link", name="Voir la carte")).to_be_hidden()
    champ = sans_script.get_by_label("Commune ou code postal")
    champ.fill("Saint-Denis")
    sans_script.get_by_label("À moins de").select_option("20")
    sans_script.get_by_role("button", name="Chercher").click()

    expect(champ).to_have_attribute("aria-invalid", "true")
    expect(champ).to_have_accessible_description(re.compile("^Plusieurs communes répondent à"))
    sans_script.get_by_role("radio", name="Saint-Denis (93), 93200").check()
    sans_script.get_by_role("button", name="Chercher").click()

    expect(champ).to_have_value("Saint-Denis (93)")
    expect(sans_script.get_by_label("À moins de")).to_have_value("20")
    assert _noms(sans_script) == ["Mission de Saint-Denis", "Relais de Pantin"]
    telechargee = _telecharger(sans_script, "CSV")
    assert [ligne["nom"] for ligne in csv.DictReader(io.StringIO(telechargee), delimiter=";")] == _noms(sans_script)


def test_donnees_ouvertes_se_telechargent_et_se_lisent(site, voisine, page: Page):
    page.goto(f"{site}/structures/?departement=93")

    tableau = list(csv.DictReader(io.StringIO(_telecharger(page, "CSV")), delimiter=";"))
    points = page.request.get(site + page.get_by_role("link", name="GeoJSON").get_attribute("href")).json()

    assert [(ligne["nom"], ligne["commune"]) for ligne in tableau] == [
        ("Mission de Saint-Denis", "Saint-Denis"),
        ("Relais de Pantin", "Pantin"),
    ]
    assert [(point["properties"]["titre"], point["geometry"]["coordinates"]) for point in points["features"]] == [
        ("Mission de Saint-Denis", [2.3539, 48.9356]),
        ("Relais de Pantin", [2.4091, 48.8945]),
    ]


@pytest.mark.parametrize("demande", ["", "?lieu=93500&rayon=20", "?mots=introuvable", "?lieu=Saint-Denis"])
def test_annuaire_est_propre(site, page: Page, demande):
    page.emulate_media(reduced_motion="reduce")
    page.goto(f"{site}/structures/{demande}")
    page.locator("[data-etat=prete]").wait_for()

    verifier_page(page)


def test_territoires_sont_propres_avec_et_sans_contenu(site, page: Page):
    campagne = campagne_gelee()
    bilan_de(StructureFactory(departements=["93"]), campagne, EtatBilan.VALIDE, {"B1": 0, "B2": 34})
    publier(campagne, par=animateur(), le=datetime(2027, 6, 1, tzinfo=UTC))
    page.emulate_media(reduced_motion="reduce")

    for chemin in ("", "93-seine-saint-denis/"):
        page.goto(f"{site}/territoires/{chemin}")
        page.locator("[data-etat=prete]").wait_for()
        expect(page.get_by_text("personnes entrées en parrainage").first).to_be_visible()
        verifier_page(page)
    page.goto(f"{site}/territoires/75-paris/")
    expect(page.get_by_text("Aucune structure n’a encore publié sa fiche ici.")).to_be_visible()
    verifier_page(page)


def test_carte_des_territoires_mene_au_departement(site, page: Page):
    page.emulate_media(reduced_motion="reduce")
    page.goto(f"{site}/territoires/")
    page.locator("[data-etat=prete]").wait_for()
    page.get_by_role("link", name="Yvelines (78)").focus()
    page.keyboard.press("Enter")

    page.wait_for_url(f"{site}/territoires/78-yvelines/")
    expect(page.get_by_role("heading", name="Club de Versailles")).to_be_visible()


def test_chiffres_se_publient_et_l_ecran_est_propre(site, page: Page):
    campagne = campagne_gelee()
    bilan_de(StructureFactory(departements=["93"]), campagne, EtatBilan.VALIDE, {"B1": 0, "B2": 34})
    compte = animateur()
    se_connecter(page, site, compte, MOT_DE_PASSE)
    page.goto(site + reverse("espace:publication", args=[campagne.exercice]))
    verifier_page(page)

    page.get_by_role("button", name="Publier ces chiffres").click()

    expect(page.get_by_text("Ces chiffres sont sur le site")).to_be_visible()
    verifier_page(page)
    page.goto(f"{site}/territoires/93-seine-saint-denis/")
    expect(page.get_by_text("34", exact=True).first).to_be_visible()


def _telecharger(page: Page, nom: str) -> str:
    with page.expect_download() as attendu:
        page.get_by_role("link", name=nom).click()
    return Path(attendu.value.path()).read_text(encoding="utf-8-sig")
