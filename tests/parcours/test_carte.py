"""The map in a real browser: under the strict policy, with a keyboard, when it fails, without a script."""

from itertools import combinations
from math import hypot

import pytest
from playwright.sync_api import Page, expect

from tests.parcours.outils import verifier_page

pytestmark = pytest.mark.urls("tests.parcours.page_de_carte")


@pytest.fixture
def ouvrir(live_server, page: Page):
    """Opens the page of the map and waits for it to be drawn."""

    def _ouvrir(demande: str = "") -> Page:
        page.emulate_media(reduced_motion="reduce")
        page.goto(f"{live_server.url}/essai/{demande}")
        page.locator("[data-etat=prete]").wait_for()
        return page

    return _ouvrir


def test_carte_dessine_contours_et_lieux(ouvrir):
    page = ouvrir()

    expect(page.get_by_role("region", name="Carte des structures")).to_be_visible()
    expect(page.locator(".geo__contour")).to_have_count(8)
    expect(page.locator(".geo__code")).to_have_text(["75", "77", "78", "91", "92", "93", "94", "95"])
    expect(page.locator(".geo__epingle")).to_have_count(2)
    verifier_page(page)


def test_carte_se_parcourt_au_clavier_et_ecrit_les_donnees_comme_du_texte(ouvrir):
    page = ouvrir()
    epingle = page.get_by_role("button", name="Mission locale <img src=x onerror=alert(1)>, Relais sans page")

    epingle.focus()
    page.keyboard.press("Enter")

    lien = page.get_by_role("link", name="Mission locale <img src=x onerror=alert(1)>")
    expect(lien).to_be_focused()
    expect(page.locator(".geo__lieux li")).to_have_text(
        [
            "Mission locale <img src=x onerror=alert(1)>Association93100 Montreuil",
            "Relais sans pageAssociation93100 Montreuil",
        ]
    )
    expect(page.locator(".geo__lieux a")).to_have_count(1)  # an address that is a script is no link
    page.keyboard.press("Escape")
    expect(page.locator(".leaflet-popup")).to_have_count(0)
    expect(epingle).to_be_focused()


def test_carte_se_passe_d_un_bond(ouvrir):
    page = ouvrir()

    page.get_by_role("link", name="Aller à la liste").focus()
    page.keyboard.press("Enter")

    expect(page.locator("#liste")).to_be_focused()


def test_carte_nomme_un_departement_et_y_mene(ouvrir, live_server):
    page = ouvrir("?zone=93")
    contour = page.get_by_role("link", name="Seine-Saint-Denis (93)")

    contour.focus()
    expect(page.get_by_role("tooltip")).to_have_text("Seine-Saint-Denis (93)")
    page.keyboard.press("Enter")

    page.wait_for_url(f"{live_server.url}/essai-territoire/93/")


def test_carte_regroupe_les_lieux_trop_nombreux_et_s_agrandit(ouvrir):
    page = ouvrir("?beaucoup=1")
    groupes = page.locator(".geo__groupe")
    expect(groupes.first).to_be_visible()
    avant = [int(texte) for texte in groupes.all_inner_texts()]

    groupes.first.focus()
    page.keyboard.press("Enter")

    # Closer, the places of the group come apart.
    expect(page.locator(".geo__epingle").or_(groupes.filter(has_not_text=str(avant[0]))).first).to_be_attached()
    assert avant[0] > 1
    assert [int(texte) for texte in groupes.all_inner_texts()] != avant


def test_carte_ne_superpose_jamais_deux_lieux(ouvrir):
    page = ouvrir("?beaucoup=1")
    expect(page.locator(".geo__groupe").first).to_be_visible()

    centres = page.evaluate(
        """[...document.querySelectorAll(".geo__groupe, .geo__epingle")].map((marque) => marque._leaflet_pos)"""
    )

    ecarts = [hypot(a["x"] - b["x"], a["y"] - b["y"]) for a, b in combinations(centres, 2)]
    assert min(ecarts) >= 50  # pixels, rounding apart
    assert len(centres) > 10


def test_carte_en_panne_le_dit(live_server, page: Page, context):
    page.goto(f"{live_server.url}/essai/?panne=1")

    expect(page.get_by_role("status")).to_have_text(
        "La carte ne s’affiche pas pour le moment. La liste donne les mêmes informations."
    )
    expect(page.locator(".geo__plan")).to_be_hidden()
    # The browser reports the answer that we asked for.
    context.fautes[:] = [faute for faute in context.fautes if "404 (" not in faute]


def test_carte_sans_script_renvoie_a_la_liste(live_server, browser):
    with browser.new_context(java_script_enabled=False, locale="fr-FR") as contexte:
        page = contexte.new_page()
        page.goto(f"{live_server.url}/essai/")

        expect(page.get_by_text("La carte demande JavaScript.")).to_be_visible()
        expect(page.locator(".geo__plan")).to_be_hidden()


def test_carte_n_appelle_leaflet_que_lorsqu_elle_approche(live_server, page: Page):
    appels: list[str] = []
    page.on("request", lambda requete: appels.append(requete.url.split("/static/")[-1]))
    page.goto(f"{live_server.url}/compte/login/")

    assert [appel for appel in appels if "carte" in appel or "leaflet" in appel] == []
