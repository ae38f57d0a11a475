"""Public sheets, actions and the gallery in a real browser: readable by everybody, at 360 and 1280 px."""

from datetime import UTC, date, datetime, timedelta

import pytest
from playwright.sync_api import Page, expect

from espace_structures.structures.enums import StatutStructure
from espace_structures.structures.models import Structure
from espace_structures.vitrines.metier import fraicheur
from espace_structures.vitrines.models import Antenne, Fraicheur, Interet, Signalement
from tests.fabriques.pages import image, site_public
from tests.fabriques.structures import StructureFactory, responsable
from tests.fabriques.vitrines import action, annuaire, chiffre, fiche, galerie, photo, temoignage
from tests.parcours.outils import oublier_les_refus, se_connecter, verifier_page

PARUE = {"first_published_at": datetime(2026, 3, 12, tzinfo=UTC)}


@pytest.fixture
def monde(live_server):
    """A full sheet and its action with three pictures, a bare sheet, a closed one, the gallery."""
    accueil = site_public()
    page_galerie, liste = galerie(accueil), annuaire(accueil)
    pleine = fiche(
        liste,
        StructureFactory(nom="Relais 93", departements=["93", "77"]),
        ["jeunes-26", "seniors"],
        presentation="<p>Depuis 1998.</p>",
        contact_courriel="ines@relais.example",
        contact_telephone="01 44 55 66 77",
        adresse="3 rue des Lilas",
        code_postal="93100",
        code_commune="93048",
        logo=image(),
        **PARUE,
    )
    Antenne.objects.create(page=pleine, nom="Antenne de Bondy", adresse="1 place Neuve", horaires="Le jeudi")
    page_action = action(pleine, "Un café, un métier", ["93"], ["jeunes-26"], deroulement="<p>Le jeudi.</p>", **PARUE)
    for rang in range(3):
        photo(page_action, alternative=f"Photo {rang}")
    chiffre(page_action)
    temoignage(page_action)
    action(pleine, "Les mercredis de l’entretien d’embauche devant des recruteuses et des recruteurs", ["77"], **PARUE)
    nue = fiche(liste, StructureFactory(nom="Mission locale de l’Yvette"), sur_rendez_vous=False)
    Fraicheur.objects.create(page=nue, confirmee_le=date(2020, 3, 12))
    fermee = fiche(liste, StructureFactory(nom="L’ancienne"))
    Structure.objects.filter(pk=fermee.structure_id).update(
        statut=StatutStructure.FERMEE, fermee_le=date(2026, 6, 30), successeur=pleine.structure
    )
    return {"fiche": pleine, "action": page_action, "nue": nue, "fermee": fermee, "galerie": page_galerie}


@pytest.mark.parametrize("nom", ["fiche", "nue", "fermee", "action", "galerie"])
def test_page_is_clean(live_server, page: Page, monde, nom):
    page.goto(f"{live_server.url}{monde[nom].url}")

    verifier_page(page)


def test_action_is_clean_in_the_dark(live_server, page: Page, monde):
    page.emulate_media(color_scheme="dark")
    page.goto(f"{live_server.url}{monde['action'].url}")

    verifier_page(page)


def test_gallery_filters_without_javascript(live_server, browser, monde):
    contexte = browser.new_context(java_script_enabled=False, locale="fr-FR")
    page = contexte.new_page()
    page.goto(f"{live_server.url}{monde['galerie'].url}")
    expect(page.get_by_role("heading", name="2 actions")).to_be_visible()

    page.get_by_label("Département").select_option("93")
    page.get_by_role("button", name="Filtrer").click()

    expect(page.get_by_role("heading", name="1 action")).to_be_visible()
    page.get_by_role("link", name="Un café, un métier").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Un café, un métier")
    contexte.close()


def test_visitor_reports_an_error(live_server, page: Page, context, monde, monkeypatch):
    monkeypatch.setattr("portal.socle.formulaires.machines.HATE", timedelta(hours=1))  # sent before that: a doubt
    page.goto(f"{live_server.url}{monde['fiche'].url}")
    page.get_by_role("link", name="Signaler une erreur sur cette page").click()
    verifier_page(page)
    page.get_by_label("Dites-nous en quelques mots").fill("Le numéro ne répond plus.")
    page.get_by_role("button", name="Envoyer le signalement").click()

    # Very fast, and nothing chosen: what was typed stays, each refusal leads to its field, a box lets it through.
    page.get_by_role("link", name="Choisissez ce qui ne va pas.").click()
    verifier_page(page)
    page.get_by_label("L’adresse, le téléphone ou le courriel ne sont plus bons").check()
    page.get_by_label("Je suis une personne").check()
    page.get_by_role("button", name="Envoyer le signalement").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Merci de votre signalement")
    verifier_page(page)
    assert Signalement.objects.get().message == "Le numéro ne répond plus."
    oublier_les_refus(context)


def test_responsable_confirms_from_the_mail(live_server, page: Page, monde):
    chef = responsable(monde["nue"].structure)
    page.goto(f"{live_server.url}/verifier/{fraicheur.jeton(monde['nue'], chef)}/")
    verifier_page(page)

    page.get_by_role("button", name="Oui, tout est juste").click()

    expect(page.get_by_text("Merci : la page porte la date d’aujourd’hui.")).to_be_visible()
    expect(page.get_by_text("Vérifié le")).to_be_visible()


def test_peer_tells_an_interest(live_server, page: Page, monde):
    compte = responsable(StructureFactory(nom="La curieuse"))
    se_connecter(page, live_server.url, compte)
    page.goto(f"{live_server.url}{monde['action'].url}")
    page.get_by_role("link", name="Cette action m’intéresse").click()
    verifier_page(page)

    page.get_by_label("Votre message").fill("Peut-on venir voir ?")
    page.get_by_role("button", name="Envoyer").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Un café, un métier")
    assert [interet.structure.nom for interet in Interet.objects.all()] == ["La curieuse"]


def test_notice_says_in_english_that_there_is_no_english(live_server, page: Page, monde):
    page.goto(f"{live_server.url}{monde['fiche'].url}?langue=en")

    verifier_page(page)
    expect(page.locator("main [lang=en]")).to_be_visible()
