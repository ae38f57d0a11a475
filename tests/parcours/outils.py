"""Gestures shared by the journeys."""

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.fabriques.comptes import MOT_DE_PASSE

LARGEURS = {"bureau": 1280, "telephone": 360}
REGLES_AXE = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}


def se_connecter(page: Page, serveur: str, compte, mot_de_passe: str = MOT_DE_PASSE) -> None:
    """Sign in through the form, as a person does; ends in the gated space."""
    page.goto(f"{serveur}/compte/login/")
    page.get_by_label("Adresse électronique").fill(compte.email)
    page.get_by_label("Mot de passe").fill(mot_de_passe)
    page.get_by_role("button", name="Se connecter").click()
    page.wait_for_url(f"{serveur}/espace/")


def verifier_page(page: Page) -> None:
    """axe finds nothing, and nothing overflows sideways, at 1280 and 360 px wide.

    The window is made as tall as the page, so that the bar that sticks to its foot hides nothing from axe.
    """
    page.wait_for_load_state()
    taille = page.viewport_size
    for largeur in LARGEURS.values():
        page.set_viewport_size({"width": largeur, "height": taille["height"]})
        hauteur = page.evaluate("document.documentElement.scrollHeight")
        page.set_viewport_size({"width": largeur, "height": hauteur})
        resultat = Axe().run(page, options=REGLES_AXE)
        assert resultat.violations_count == 0, f"{page.url} at {largeur} px\n{resultat.generate_report()}"
        debord = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert debord <= 0, f"{page.url} overflows by {debord} px at {largeur} px"
    page.set_viewport_size(taille)


def oublier_les_refus(context) -> None:
    """A browser reports every answer 409 and 422 in its console: only for journeys that look for a refusal."""
    context.fautes[:] = [faute for faute in context.fautes if "409 (" not in faute and "422 (" not in faute]


def taire_les_suggestions(context) -> None:
    """No suggestion of communes: Chromium without a screen may freeze when one clicks while their list opens.

    The field works without them; what they answer has its own tests (tests/socle/test_geographie.py).
    """
    context.route("**/geographie/communes.json*", lambda route: route.fulfill(json={"communes": []}))
