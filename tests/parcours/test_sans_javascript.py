"""A bilan is filled, corrected, justified and sent with the buttons alone: the browser runs no script."""

import re
from decimal import Decimal

import pytest
from django.conf import settings
from django.urls import reverse
from playwright.sync_api import expect

from espace_structures.bilans.enums import EtatBilan
from espace_structures.bilans.metier.lecture import reponses_de
from tests.fabriques.bilans import REPONSES_COHERENTES, bilan_de, campagne_ouverte
from tests.fabriques.structures import StructureFactory, membre, responsable

pytestmark = pytest.mark.django_db(transaction=True)
# F and G are filled beforehand, with only exits to a CDI: one anomaly is left to justify.
FAITES = {code: valeur for code, valeur in REPONSES_COHERENTES.items() if code[0] in "EFGH"}
FAITES |= {"F.F12.F": 0, "F.F12.H": 0, "F.F12.QPV": 0}


@pytest.fixture
def bilan():
    return bilan_de(StructureFactory(), campagne_ouverte(2025), EtatBilan.EN_COURS, FAITES)


@pytest.fixture
def page_de(browser, client, live_server):
    """Opens a page for an account in a browser without JavaScript."""
    contextes = []

    def ouvrir(compte):
        client.force_login(compte)
        nom = settings.SESSION_COOKIE_NAME
        contextes.append(browser.new_context(java_script_enabled=False, locale="fr-FR"))
        contextes[-1].add_cookies([{"name": nom, "value": client.cookies[nom].value, "url": live_server.url}])
        return contextes[-1].new_page()

    yield ouvrir
    for contexte in contextes:
        contexte.close()


def champ(page, code: str):
    return page.locator(f'[name="{code}"]')


def test_bilan_rempli_justifie_et_transmis_sans_script(bilan, page_de, live_server):
    page = page_de(membre(bilan.structure))

    remplir_les_flux(page, live_server.url + reverse("espace:saisie", args=[bilan.pk, "75", "B"]))
    remplir_le_profil(page)
    saisies = reponses_de(bilan.feuilles.get())
    assert {code: n for code, n in saisies.items() if code[0] in "BC" and n} == {
        "B1": Decimal(4),
        "B2": Decimal(12),
        "C2.moins_26.F": Decimal(12),
    }
    page = page_de(responsable(bilan.structure))
    justifier_et_transmettre(page, live_server.url + reverse("espace:bilan", args=[bilan.pk]))

    bilan.refresh_from_db()
    assert bilan.etat == EtatBilan.TRANSMIS


def remplir_les_flux(page, adresse: str) -> None:
    page.goto(adresse)
    champ(page, "B1").fill("4")
    champ(page, "B2").fill("douze")
    page.get_by_role("button", name="Enregistrer", exact=True).click()
    expect(page.locator("#c-B2-erreur")).to_contain_text("« douze » n’est pas un nombre")
    expect(champ(page, "B1")).to_have_value("4")
    expect(champ(page, "B2")).to_have_value("douze")
    page.locator("#erreurs a").click()
    expect(page).to_have_url(re.compile("#c-B2$"))
    champ(page, "B2").fill("12")
    page.get_by_role("button", name="Enregistrer", exact=True).click()
    expect(page.locator(".messages")).to_contain_text("Enregistré à")
    expect(page.locator("#q-B3 output")).to_have_text("16")
    page.get_by_role("button", name="Enregistrer et passer à la suite").click()


def remplir_le_profil(page) -> None:
    champ(page, "C2.moins_26.F").fill("12")
    page.get_by_role("button", name="Écrire 0 dans les cases vides").click()
    expect(page.locator(".messages")).to_contain_text("8 cases remplies par 0")
    expect(page.locator("#t-C2 .rangee-totale output").last).to_have_text("12")
    champ(page, "C2.moins_26.F").press("Enter")
    expect(page.locator(".messages")).not_to_contain_text("remplies")


def justifier_et_transmettre(page, adresse: str) -> None:
    page.goto(adresse)
    expect(page.locator("#anomalies h3")).to_have_count(1)
    page.locator(".justifier summary").click()
    page.locator("#anomalies textarea").fill("Petite cohorte, très suivie : tout le monde a signé.")
    page.locator("#anomalies form button").click()
    expect(page.locator(".justification")).to_have_text("Petite cohorte, très suivie : tout le monde a signé.")
    transmission = page.locator('form[action$="/transmettre/"]')
    for case in transmission.locator("input[type=checkbox]").all():
        case.check()
    transmission.get_by_role("button").click()
    expect(page.locator(".messages")).to_be_visible()
