"""Accounts in a real browser: application, passkeys, recovery codes, ProConnect, help in another's place."""

import pytest
from playwright.sync_api import Page, expect

from tests.comptes.conftest import brancher, serveur_openid  # noqa: F401 - a fixture
from tests.fabriques.comptes import MOT_DE_PASSE, CompteFactory, avec_application, code_de
from tests.fabriques.structures import FinanceurFactory, StructureFactory, agent, animateur, responsable
from tests.parcours.outils import se_connecter, verifier_page

CLE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture
def obligatoire(settings):
    settings.PORTAIL_SECOND_FACTEUR_OBLIGATOIRE = True


@pytest.fixture
def appareil(page: Page):
    """A device that knows how to keep passkeys, and whose owner always agrees."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    session.send("WebAuthn.addVirtualAuthenticator", {"options": CLE})
    return session


def arriver(page: Page, serveur: str, compte, attendue: str) -> None:
    """Types the address and the password; ends on the expected page."""
    page.goto(f"{serveur}/compte/login/")
    page.get_by_label("Adresse électronique").fill(compte.email)
    page.get_by_label("Mot de passe").fill(MOT_DE_PASSE)
    page.get_by_role("button", name="Se connecter", exact=True).click()
    page.wait_for_url(f"{serveur}{attendue}")


def confirmer(page: Page) -> None:
    expect(page.get_by_role("heading", name="C’est bien vous")).to_be_visible()
    page.get_by_label("Mot de passe").fill(MOT_DE_PASSE)
    page.get_by_role("button", name="Continuer").click()


def test_agent_d_un_financeur_active_son_application_puis_entre(live_server, page: Page, obligatoire):
    compte = agent(FinanceurFactory())
    arriver(page, live_server.url, compte, "/compte/2fa/")
    expect(page.get_by_text("Activez un second facteur pour continuer")).to_be_visible()
    verifier_page(page)

    page.get_by_role("link", name="Activer une application").click()
    verifier_page(page)
    confirmer(page)
    expect(page.get_by_role("img", name="Code QR")).to_have_js_property("complete", True)
    assert page.get_by_role("img", name="Code QR").evaluate("image => image.naturalWidth") > 100
    verifier_page(page)
    secret = page.locator("code.secret").inner_text()
    page.get_by_label("Code montré par l’application").fill(code_de(secret))
    page.get_by_role("button", name="Activer").click()

    expect(page.get_by_role("heading", name="Vos codes de secours")).to_be_visible()
    verifier_page(page)
    codes = page.locator(".codes code").all_inner_texts()
    with page.expect_download() as telechargement:
        page.get_by_role("link", name="Télécharger mes codes").click()
    assert telechargement.value.path().read_text().split() == codes
    page.get_by_role("link", name="ouvrir mon espace").click()
    page.wait_for_url(f"{live_server.url}/espace/")


def test_connexion_demande_le_code_et_marche_sans_javascript(live_server, browser, obligatoire):
    compte = animateur()
    secret = avec_application(compte)
    contexte = browser.new_context(java_script_enabled=False, locale="fr-FR")
    page = contexte.new_page()
    arriver(page, live_server.url, compte, "/compte/2fa/authenticate/")

    expect(page.get_by_role("button", name="Utiliser ma clé d’accès")).to_be_hidden()
    page.get_by_label("Code").fill(code_de(secret))
    page.get_by_role("button", name="Continuer").click()

    page.wait_for_url(f"{live_server.url}/espace/")
    contexte.close()


def test_cle_d_acces_s_ajoute_puis_ouvre_seule(live_server, page: Page, appareil):
    compte = CompteFactory()
    se_connecter(page, live_server.url, compte)
    page.goto(f"{live_server.url}/compte/2fa/webauthn/add/")
    confirmer(page)
    expect(page.get_by_role("button", name="Enregistrer la clé")).to_be_visible()
    verifier_page(page)
    page.get_by_label("Nom de la clé").fill("Ordinateur du bureau")
    page.get_by_label("Me connecter avec cette clé seule").check()
    page.get_by_role("button", name="Enregistrer la clé").click()
    expect(page.get_by_role("heading", name="Vos codes de secours")).to_be_visible()
    page.goto(f"{live_server.url}/compte/2fa/webauthn/")
    expect(page.get_by_text("Elle suffit pour se connecter.")).to_be_visible()
    verifier_page(page)
    page.context.clear_cookies()

    page.goto(f"{live_server.url}/compte/login/")
    verifier_page(page)
    page.get_by_role("button", name="Me connecter avec une clé d’accès").click()

    page.wait_for_url(f"{live_server.url}/espace/")


def test_cle_d_acces_complete_le_mot_de_passe_et_prouve_de_nouveau(live_server, page: Page, appareil):
    compte = CompteFactory()
    se_connecter(page, live_server.url, compte)
    page.goto(f"{live_server.url}/compte/2fa/webauthn/add/")
    confirmer(page)
    page.get_by_role("button", name="Enregistrer la clé").click()
    expect(page.get_by_role("heading", name="Vos codes de secours")).to_be_visible()
    page.context.clear_cookies()
    arriver(page, live_server.url, compte, "/compte/2fa/authenticate/")
    verifier_page(page)

    page.get_by_role("button", name="Utiliser ma clé d’accès").click()
    page.wait_for_url(f"{live_server.url}/espace/")
    page.goto(f"{live_server.url}/compte/2fa/recovery-codes/generate/")
    page.get_by_role("link", name="Avec ma clé d’accès").click()
    verifier_page(page)
    page.get_by_role("button", name="Utiliser ma clé d’accès").click()

    expect(page.get_by_role("heading", name="Refaire vos codes de secours")).to_be_visible()


def test_cle_inconnue_se_dit_dans_la_page(live_server, page: Page, appareil):
    page.goto(f"{live_server.url}/compte/login/")

    page.get_by_role("button", name="Me connecter avec une clé d’accès").click()

    expect(page.get_by_role("alert")).to_contain_text("La clé n’a pas répondu")


def test_proconnect_ouvre_l_espace_par_son_bouton(live_server, page: Page, serveur_openid, settings):  # noqa: F811
    brancher(settings, serveur_openid)
    serveur_openid.regler(
        retours={
            "connexion": [f"{live_server.url}/compte/oidc/proconnect/login/callback/"],
            "fin": [f"{live_server.url}/compte/login/"],
        },
        personnes=["alix@exemple.fr"],
    )
    responsable(StructureFactory(nom="Mission de Pantin"), email="alix@exemple.fr")
    page.goto(f"{live_server.url}/compte/login/")
    verifier_page(page)

    page.get_by_role("button", name="S’identifier avec ProConnect").click()
    page.locator("[name=login]").fill("alix@exemple.fr")
    page.locator("[name=password]").fill("proconnect")
    page.locator("[name=password]").press("Enter")
    page.wait_for_url(f"{live_server.url}/espace/")

    page.goto(f"{live_server.url}/compte/logout/")
    page.get_by_role("button", name="Me déconnecter").click()
    page.wait_for_url(f"{live_server.url}/compte/login/?state=*")


def test_animation_aide_a_la_place_et_tout_le_montre(live_server, page: Page):
    aidee = responsable(StructureFactory(nom="Mission de Pantin"), first_name="Alix", last_name="Martin")
    se_connecter(page, live_server.url, animateur())
    page.goto(f"{live_server.url}/cms/comptes/{aidee.pk}/a-sa-place/")
    confirmer(page)
    expect(page.get_by_role("heading", level=1, name="Se connecter à la place de Alix Martin")).to_be_visible()
    verifier_page(page)
    page.get_by_label("Pourquoi vous connectez-vous à sa place").fill("Le tableau G2 ne s’enregistre pas.")
    page.get_by_role("button", name="Me connecter à sa place").click()

    page.wait_for_url(f"{live_server.url}/espace/")
    bandeau = page.get_by_role("complementary", name="Connexion d’assistance")
    expect(bandeau).to_contain_text("Vous agissez à la place de Alix Martin")
    expect(bandeau).to_be_in_viewport()
    verifier_page(page)
    bandeau.get_by_role("button", name="Terminer").click()

    page.wait_for_url(f"{live_server.url}/cms/users/edit/{aidee.pk}/")
    expect(bandeau).to_be_hidden()
