"""An action told from a phone in five minutes, read again, sent; with and without JavaScript."""

from datetime import date

import pytest
from playwright.sync_api import Page, expect

from espace_structures.bilans.enums import EtatBilan
from espace_structures.vitrines.enums import EtatEditorial
from espace_structures.vitrines.metier.etats import etat_editorial
from espace_structures.vitrines.models import ActionPage, FichePage
from tests.fabriques.bilans import REPONSES_COHERENTES, bilan_de, campagne_ouverte
from tests.fabriques.espace_vitrines import fiche_en
from tests.fabriques.pages import site_public
from tests.fabriques.structures import StructureFactory, responsable
from tests.fabriques.vitrines import annuaire, public
from tests.parcours.outils import oublier_les_refus, se_connecter, verifier_page
from tests.vitrines.test_formulaire_action import jpeg

TELEPHONE, PETIT = {"width": 360, "height": 740}, {"width": 320, "height": 640}
TITRE = "Un café avec des recruteurs"


@pytest.fixture
def personne(transactional_db):
    """Who runs a structure of Paris with its published sheet."""
    structure = StructureFactory(nom="L’Envol", departements=["75"])
    fiche_en(annuaire(site_public()), "publiee", structure, contact_courriel="contact@envol.example")
    public("jeunes-26")
    return responsable(structure, first_name="Ana", last_name="Roy")


def debord(page: Page) -> int:
    """How far the page overflows sideways."""
    return page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")


def raconter(page: Page) -> None:
    """The whole form, as somebody types it."""
    page.get_by_label("Titre").fill(TITRE)
    page.get_by_label("But de l’action").fill("Faire se rencontrer des jeunes et des entreprises du quartier.")
    page.get_by_label("Lieu").fill("Paris 20e")
    page.get_by_label("Début").fill("2026-03-01")
    page.get_by_label(public("jeunes-26").nom).check()
    page.get_by_role("group", name="Chiffre 1").get_by_label("Valeur").fill("12,5")
    page.get_by_role("group", name="Chiffre 1").get_by_label("Ce que le chiffre compte").fill("heures passées ensemble")
    page.get_by_label("Ce que dit une personne").fill("J’ai repris confiance.")
    page.get_by_label("Qui parle").fill("Aïcha, marraine")
    page.get_by_label("Cette personne est d’accord pour être citée").check()


def poser_une_photo(page: Page) -> None:
    photo = page.get_by_role("group", name="Photo 1")
    fichier = jpeg()
    photo.get_by_label("Fichier").set_input_files(
        {"name": fichier.name, "mimeType": "image/jpeg", "buffer": fichier.read()}
    )
    photo.get_by_label("Ce que la photo montre").fill("Deux personnes autour d’un café.")
    photo.get_by_label("Auteur ou autrice de la photo").fill("Ana Roy")
    photo.get_by_label("Leur accord vaut jusqu’au").fill("2090-01-01")


def test_action_racontee_depuis_un_telephone(live_server, page: Page, personne):
    page.set_viewport_size(TELEPHONE)
    se_connecter(page, live_server.url, personne)
    page.get_by_role("link", name="Raconter une action").click()
    verifier_page(page)

    raconter(page)
    poser_une_photo(page)
    page.get_by_role("button", name="Enregistrer le brouillon").click()

    expect(page.get_by_role("heading", level=1)).to_contain_text(TITRE)
    verifier_page(page)
    page.get_by_role("link", name="Relire").click()
    expect(page.frame_locator("iframe.apercu").get_by_role("heading", level=1)).to_have_text(TITRE)
    verifier_page(page)
    page.get_by_role("button", name="Envoyer en relecture").click()
    expect(page.get_by_role("status")).to_contain_text("C’est envoyé.")
    page.goto(f"{live_server.url}/espace/actions/")
    expect(page.locator(".lignes-pages .etat")).to_have_text("En relecture")
    verifier_page(page)
    assert etat_editorial(ActionPage.objects.get()) == EtatEditorial.EN_MODERATION


def test_action_refusee_puis_corrigee_au_clavier(live_server, page: Page, context, personne):
    se_connecter(page, live_server.url, personne)
    page.goto(f"{live_server.url}/espace/actions/nouvelle/")
    raconter(page)
    page.get_by_label("Titre").fill("")
    poser_une_photo(page)

    page.get_by_role("button", name="Enregistrer le brouillon").click()

    expect(page.locator("#erreurs")).to_be_focused()
    expect(page.locator("#erreurs")).to_contain_text("Les fichiers sont à choisir à nouveau")
    expect(page.get_by_label("Lieu")).to_have_value("Paris 20e")
    verifier_page(page)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_label("Titre")).to_be_focused()
    page.keyboard.type(TITRE)
    page.get_by_role("group", name="Photo 1").get_by_label("Fichier").set_input_files(
        {"name": "a.jpg", "mimeType": "image/jpeg", "buffer": jpeg().read()}
    )
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Enregistrer le brouillon").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(TITRE)
    oublier_les_refus(context)


def test_action_racontee_sans_javascript(live_server, browser, personne):
    contexte = browser.new_context(java_script_enabled=False, viewport=PETIT, locale="fr-FR")
    page = contexte.new_page()
    se_connecter(page, live_server.url, personne)
    page.goto(f"{live_server.url}/espace/actions/nouvelle/")

    raconter(page)
    poser_une_photo(page)
    page.get_by_role("button", name="Enregistrer le brouillon").click()
    page.get_by_role("link", name="Modifier").click()
    expect(page.get_by_label("Qui parle")).to_have_value("Aïcha, marraine")
    page.get_by_label("Lieu").fill("Paris 19e")
    page.get_by_role("button", name="Enregistrer le brouillon").click()

    page.get_by_role("button", name="Envoyer en relecture").click()
    expect(page.get_by_role("status")).to_contain_text("C’est envoyé.")
    lue = ActionPage.objects.get().get_latest_revision_as_object()
    assert (lue.lieu, lue.photos.count(), lue.debut) == ("Paris 19e", 1, date(2026, 3, 1))
    contexte.close()


def test_ecrans_tiennent_sur_320_pixels(live_server, page: Page, personne):
    page.set_viewport_size(PETIT)
    se_connecter(page, live_server.url, personne)
    pk = FichePage.objects.get().pk
    debords = {}

    for adresse in ("", "fiche/", f"fiche/{pk}/", "fiche/corriger/", "actions/", "actions/nouvelle/"):
        page.goto(f"{live_server.url}/espace/{adresse}")
        debords[adresse] = debord(page)

    assert {adresse: de for adresse, de in debords.items() if de > 0} == {}


def test_fiche_ecrite_et_envoyee(live_server, page: Page, personne):
    se_connecter(page, live_server.url, personne)
    page.get_by_role("link", name="Ma fiche").click()
    verifier_page(page)
    page.get_by_role("link", name="Modifier").click()
    verifier_page(page)

    page.get_by_label("Votre structure en une phrase").fill("Nous relions des bénévoles et des jeunes de Paris.")
    page.get_by_label("Sur simple visite").check()
    page.get_by_label("Commune").first.fill("75020")
    page.get_by_role("button", name="Enregistrer le brouillon").click()

    expect(page.get_by_role("status")).to_contain_text("Votre fiche est enregistrée")
    page.get_by_role("button", name="Envoyer en relecture").click()
    expect(page.locator("main .etat")).to_have_text("En relecture")
    assert FichePage.objects.get().get_latest_revision_as_object().code_commune == "75120"


def test_bilan_devient_un_brouillon_en_un_geste(live_server, page: Page, personne):
    structure = personne.membres_structures.get().structure
    bilan = bilan_de(structure, campagne_ouverte(2025), EtatBilan.TRANSMIS, REPONSES_COHERENTES)
    se_connecter(page, live_server.url, personne)
    page.goto(f"{live_server.url}/espace/bilans/{bilan.pk}/")

    page.get_by_role("button", name="En faire une action").click()

    expect(page.get_by_role("status")).to_contain_text("Voici un brouillon d’après le bilan 2025.")
    expect(page.get_by_label("But de l’action")).to_have_value("Une année régulière.")
    verifier_page(page)
