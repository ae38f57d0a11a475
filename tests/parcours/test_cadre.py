"""The frame of every page in a real browser: theme, drawers of a phone, keyboard, life without JavaScript."""

import pytest
from playwright.sync_api import Page, expect

from tests.fabriques.comptes import CompteFactory
from tests.parcours.outils import se_connecter, verifier_page

CLAIR, SOMBRE = "rgb(255, 253, 249)", "rgb(16, 24, 38)"
TELEPHONE = {"width": 360, "height": 740}


def _fond(page: Page) -> str:
    return page.evaluate("getComputedStyle(document.body).backgroundColor")


@pytest.mark.parametrize(("preference", "fond"), [("light", CLAIR), ("dark", SOMBRE)])
def test_connexion_is_clean_in_the_theme_one_prefers(live_server, page: Page, preference, fond):
    page.emulate_media(color_scheme=preference)
    page.goto(f"{live_server.url}/compte/login/")

    assert _fond(page) == fond
    verifier_page(page)


@pytest.mark.parametrize("preference", ["light", "dark"])
def test_charte_is_clean_in_both_themes(live_server, page: Page, preference):
    compte = CompteFactory(is_superuser=True, is_staff=True)
    page.emulate_media(color_scheme=preference)
    se_connecter(page, live_server.url, compte)

    page.goto(f"{live_server.url}/cms/charte/")

    verifier_page(page)


def test_theme_chosen_by_hand_is_kept_from_page_to_page(live_server, page: Page):
    page.emulate_media(color_scheme="light")
    page.goto(f"{live_server.url}/compte/login/")
    avant = _fond(page)

    page.get_by_role("button", name="Changer de thème, clair ou sombre").click()
    choisi = _fond(page)
    page.goto(f"{live_server.url}/compte/password/reset/")

    assert (avant, choisi, _fond(page)) == (CLAIR, SOMBRE, SOMBRE)


def test_menu_of_a_phone_opens_and_closes(live_server, page: Page):
    page.set_viewport_size(TELEPHONE)
    page.goto(f"{live_server.url}/compte/login/")
    lien = page.get_by_role("link", name="English")
    expect(lien).to_be_hidden()

    page.get_by_role("button", name="Menu").click()
    expect(lien).to_be_visible()
    page.keyboard.press("Escape")

    expect(lien).to_be_hidden()


def test_rail_of_a_phone_is_a_drawer(live_server, page: Page):
    page.set_viewport_size(TELEPHONE)
    se_connecter(page, live_server.url, CompteFactory())
    sortie = page.get_by_role("link", name="Se déconnecter")
    expect(sortie).to_be_hidden()

    page.get_by_role("button", name="Mon espace").click()
    sortie.click()

    expect(page.get_by_role("heading", name="Se déconnecter")).to_be_visible()


def test_first_key_leads_to_the_content(live_server, page: Page):
    page.goto(f"{live_server.url}/compte/login/")

    page.keyboard.press("Tab")
    page.keyboard.press("Enter")

    expect(page.locator("main")).to_be_focused()


def test_menu_and_sign_in_work_without_javascript(live_server, browser):
    compte = CompteFactory()
    contexte = browser.new_context(java_script_enabled=False, viewport=TELEPHONE, locale="fr-FR")
    page = contexte.new_page()
    page.goto(f"{live_server.url}/compte/login/")

    page.get_by_role("button", name="Menu").click()
    expect(page.get_by_role("link", name="English")).to_be_visible()
    expect(page.locator("[data-bascule-theme]")).to_be_hidden()
    page.get_by_role("button", name="Fermer").click()
    se_connecter(page, live_server.url, compte)

    expect(page.get_by_role("heading", level=1)).to_be_visible()
    contexte.close()
