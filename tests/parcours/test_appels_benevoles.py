"""A call is written, read, published, then found by commune, with axe all along; and all of it without a script."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect
from wagtail.models import Site

from espace_structures.benevolat.models import AppelBenevoles
from tests.fabriques.benevolat import AppelFactory
from tests.fabriques.pages import site_public
from tests.fabriques.structures import StructureFactory, animateur, membre
from tests.fabriques.vitrines import public
from tests.parcours.outils import se_connecter, verifier_page

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def site(live_server):
    site_public()
    Site.objects.update(hostname="localhost", port=int(live_server.url.rsplit(":", 1)[1]))
    public()
    return live_server.url


def bientot() -> str:
    return (timezone.localdate() + timedelta(days=60)).isoformat()


def remplir(page: Page) -> None:
    page.get_by_label("Titre").fill("Marraine ou parrain dans le soin")
    page.get_by_label("Pour quoi faire").fill("Accompagner une personne vers un premier emploi.")
    page.get_by_label("Commune", exact=False).first.fill("93100")
    page.get_by_label("Santé et action sociale").check()
    page.get_by_label("Jusqu’au").fill(bientot())


def se_deconnecter(page: Page, serveur: str) -> None:
    page.goto(f"{serveur}/compte/logout/")
    page.get_by_role("button", name="Me déconnecter").click()


def test_un_appel_s_ecrit_se_relit_et_se_trouve(site, page: Page):
    structure = StructureFactory(nom="Passerelle", departements=["93"])
    animation = animateur()
    page.emulate_media(reduced_motion="reduce")

    se_connecter(page, site, membre(structure))
    page.goto(f"{site}/espace/benevolat/appels/")
    verifier_page(page)
    page.get_by_role("link", name="Écrire un premier appel").click()
    verifier_page(page)
    remplir(page)
    page.get_by_role("button", name="Enregistrer le brouillon").click()
    expect(page.get_by_role("heading", name="Marraine ou parrain dans le soin")).to_be_visible()
    verifier_page(page)
    page.get_by_role("button", name="Envoyer en relecture").click()
    expect(page.get_by_text("C’est envoyé.")).to_be_visible()
    se_deconnecter(page, site)

    se_connecter(page, site, animation)
    page.goto(f"{site}/espace/benevolat/appels/a-relire/")
    verifier_page(page)
    page.get_by_role("link", name="Marraine ou parrain dans le soin").click()
    verifier_page(page)
    page.get_by_role("button", name="Publier").click()
    expect(page.get_by_text("L’appel est publié")).to_be_visible()
    se_deconnecter(page, site)

    page.goto(f"{site}/appels-a-benevoles/")
    page.get_by_label("Commune ou code postal").fill("93500")
    page.get_by_role("button", name="Chercher").click()
    page.locator("[data-etat=prete]").wait_for()
    verifier_page(page)
    page.locator(".annuaire__liste").get_by_role("link", name="Marraine ou parrain dans le soin").click()
    page.locator("[data-etat=prete]").wait_for()
    expect(page.get_by_text("1 place sur 1")).to_be_visible()
    verifier_page(page)


def test_sans_script_on_ecrit_et_on_cherche(site, browser, client):
    structure = StructureFactory(nom="Passerelle", departements=["93"])
    AppelFactory(titre="Un appel à Montreuil", structure=structure, jusqu_au=timezone.localdate() + timedelta(days=30))
    client.force_login(membre(structure))
    with browser.new_context(java_script_enabled=False, locale="fr-FR") as contexte:
        contexte.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": site}])
        page = contexte.new_page()
        page.goto(f"{site}/espace/benevolat/appels/nouveau/")
        remplir(page)
        page.get_by_role("button", name="Enregistrer le brouillon").click()
        expect(page.get_by_role("heading", name="Marraine ou parrain dans le soin")).to_be_visible()

        page.goto(f"{site}/appels-a-benevoles/")
        page.get_by_label("Commune ou code postal").fill("Pantin")
        page.get_by_role("button", name="Chercher").click()
        expect(page.get_by_role("link", name="Un appel à Montreuil")).to_be_visible()

    assert AppelBenevoles.objects.filter(titre="Marraine ou parrain dans le soin").count() == 1


def test_liste_vide_et_appel_fini_sont_propres(site, page: Page, context):
    page.emulate_media(reduced_motion="reduce")
    page.goto(f"{site}/appels-a-benevoles/?mots=introuvable")
    page.locator("[data-etat=prete]").wait_for()
    expect(page.get_by_text("Aucun appel ne répond à ces critères.")).to_be_visible()
    verifier_page(page)
    clos = AppelFactory(etat="CLOS")
    page.goto(f"{site}/appels-a-benevoles/{clos.pk}/")
    expect(page.get_by_role("heading", name="Cet appel est terminé")).to_be_visible()
    verifier_page(page)
    context.fautes[:] = [faute for faute in context.fautes if "410 (" not in faute]
