"""What the script of the entry screen adds: totals as one types, saving by itself, keyboard, paste, conflicts."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest
from django.conf import settings
from django.urls import reverse
from playwright.sync_api import expect

from espace_structures.bilans.enums import EtatBilan
from espace_structures.bilans.metier.lecture import reponses_de
from espace_structures.bilans.metier.saisie import enregistrer
from espace_structures.bilans.models import Feuille
from tests.fabriques.bilans import REPONSES_COHERENTES, bilan_de, campagne_gelee, campagne_ouverte
from tests.fabriques.structures import StructureFactory, membre

from .outils import oublier_les_refus, verifier_page

pytestmark = pytest.mark.django_db(transaction=True)
AUTOSAVE = 15_000  # two seconds of rest, and room for a slow machine


@pytest.fixture
def bilan():
    structure = StructureFactory(nom="Mission locale", departements=["75", "92"])
    bilan_de(structure, campagne_gelee(2024), EtatBilan.VALIDE, REPONSES_COHERENTES)
    return bilan_de(structure, campagne_ouverte(2025))


@pytest.fixture
def camille(bilan, client, context, live_server):
    """A member of the structure, signed in in the browser."""
    compte = membre(bilan.structure, first_name="Camille", last_name="Durand")
    client.force_login(compte)
    nom = settings.SESSION_COOKIE_NAME
    context.add_cookies([{"name": nom, "value": client.cookies[nom].value, "url": live_server.url}])
    return compte


@pytest.fixture
def aller(page, bilan, live_server, camille):
    """Opens a section of the Paris sheet."""

    def ouvrir(section: str):
        page.goto(live_server.url + reverse("espace:saisie", args=[bilan.pk, "75", section]))
        return page

    return ouvrir


def champ(page, code: str):
    return page.locator(f'[name="{code}"]')


def feuille_de(bilan) -> Feuille:
    return bilan.feuilles.get(departement="75")


def test_nombres_calcules_et_enregistres_pendant_la_frappe(aller, bilan, context):
    page = aller("B")

    champ(page, "B1").fill("1 200")
    champ(page, "B2").fill("40,0")

    expect(page.locator("#q-B3 output")).to_have_text("1\u202f240")
    expect(page.locator("[data-repondues]")).to_have_text("2")
    expect(page.locator("[data-etat]")).to_contain_text("Enregistré à", timeout=AUTOSAVE)
    assert reponses_de(feuille_de(bilan)) == {"B1": Decimal(1200), "B2": Decimal(40)}
    champ(page, "B1").fill("douze")
    expect(page.locator("#c-B1-erreur")).to_contain_text("« douze » n’est pas un nombre", timeout=AUTOSAVE)
    assert champ(page, "B1").get_attribute("aria-describedby").split()[0] == "c-B1-erreur"
    champ(page, "B1").fill("12")
    expect(page.locator("#c-B1-erreur")).to_have_count(0, timeout=AUTOSAVE)
    expect(page.locator("[data-etat]")).to_contain_text("Enregistré à", timeout=AUTOSAVE)
    assert reponses_de(feuille_de(bilan)) == {"B1": Decimal(12), "B2": Decimal(40)}
    verifier_page(page)
    oublier_les_refus(context)


def test_panne_de_reseau_est_dite_puis_rattrapee(aller, bilan, context):
    page = aller("B")

    context.set_offline(True)
    champ(page, "B1").fill("7")
    expect(page.locator("[data-etat]")).to_contain_text("Pas de réseau", timeout=AUTOSAVE)
    context.set_offline(False)
    expect(page.locator("[data-etat]")).to_contain_text("Enregistré à", timeout=AUTOSAVE)

    assert reponses_de(feuille_de(bilan)) == {"B1": Decimal(7)}
    context.fautes[:] = [faute for faute in context.fautes if "ERR_INTERNET_DISCONNECTED" not in faute]


def test_tableau_se_remplit_au_clavier_et_par_collage(aller, bilan):
    aller("B")
    page = aller("C")

    champ(page, "C2.moins_26.F").click()
    page.keyboard.type("4")
    page.keyboard.press("Enter")
    page.keyboard.type("2")
    page.keyboard.press("ArrowUp")
    assert page.evaluate("document.activeElement.name") == "C2.moins_26.F"
    champ(page, "C2.moins_26.H").evaluate(
        """(champ) => {
            const bloc = new DataTransfer();
            bloc.setData("text/plain", "3\\t0\\thors du tableau\\r\\n1 000\\t\\r\\n5\\t6\\r\\n");
            champ.dispatchEvent(
                new ClipboardEvent("paste", { clipboardData: bloc, bubbles: true, cancelable: true }));
        }"""
    )

    saisies = page.locator("#t-C2 input").evaluate_all("(champs) => champs.map((champ) => champ.value)")
    assert saisies == ["4", "3", "0", "2", "1 000", "", "", "5", "6"]
    assert page.locator("#t-C2 .rangee-totale output").all_inner_texts() == ["6", "1\u202f003", "0", "1\u202f009"]
    page.get_by_role("button", name="Enregistrer et passer à la suite").click()
    page.wait_for_url("**/75/F/")
    assert reponses_de(feuille_de(bilan))["C2.26_plus.H"] == Decimal(1000)


COLLER = """(champ, texte) => {
    const bloc = new DataTransfer();
    bloc.setData("text/plain", texte);
    champ.dispatchEvent(new ClipboardEvent("paste", { clipboardData: bloc, bubbles: true, cancelable: true }));
}"""


def test_collage_avec_intitules_se_range_et_ce_qui_deborde_est_dit_avant_d_etre_ecrit(aller, bilan):
    aller("B")
    page = aller("C")
    depart = champ(page, "C2.moins_26.F")

    def valeurs():
        return page.locator("#t-C2 input").evaluate_all("(champs) => champs.map((champ) => champ.value)")

    depart.evaluate(COLLER, 'Âge\tFemmes\tHommes\n"Moins de\n26 ans"\t4\t3\n26 ans et plus\t2\t1\n')
    assert valeurs() == ["4", "3", "", "2", "1", "", "", "", ""]
    expect(page.locator("[data-etat]")).to_contain_text("Intitulés reconnus, laissés de côté : Âge, Femmes, Hommes")

    dits = []
    page.once("dialog", lambda dialogue: (dits.append(dialogue.message), dialogue.dismiss()))
    depart.evaluate(COLLER, "\n".join(["7"] * 5))
    assert valeurs() == ["4", "3", "", "2", "1", "", "", "", ""]
    assert "compte 5 × 1 cases (lignes × colonnes), et à partir de celle-ci le tableau en a 3 × 1" in dits[0]

    page.once("dialog", lambda dialogue: dialogue.accept())
    depart.evaluate(COLLER, "\n".join(["7"] * 5))
    assert valeurs() == ["7", "3", "", "7", "1", "", "7", "", ""]


def test_conflit_montre_les_deux_reponses_et_garde_la_mienne(aller, bilan, context):
    page = aller("B")
    sacha = membre(bilan.structure, first_name="Sacha", last_name="Petit")
    enregistrer(
        feuille_de(bilan), {"B1": Decimal(5)}, version=0, par=sacha, le=datetime(2026, 11, 24, 13, 2, tzinfo=UTC)
    )

    champ(page, "B1").fill("6")

    expect(page.locator("#c-B1-note")).to_contain_text("Sacha Petit a enregistré « 5 »", timeout=AUTOSAVE)
    expect(champ(page, "B1")).to_have_value("6")
    assert page.evaluate("document.activeElement.id") == "conflits"
    verifier_page(page)
    page.get_by_role("button", name="Garder mes réponses et enregistrer").click()
    expect(page.locator(".messages")).to_contain_text("Enregistré à")
    assert reponses_de(feuille_de(bilan)) == {"B1": Decimal(6)}
    oublier_les_refus(context)


def test_reponses_des_autres_arrivent_sans_toucher_aux_miennes(aller, bilan):
    page = aller("B")
    sacha = membre(bilan.structure)
    enregistrer(
        feuille_de(bilan), {"B1": Decimal(5)}, version=0, par=sacha, le=datetime(2026, 11, 24, 13, 2, tzinfo=UTC)
    )

    champ(page, "B2").fill("8")

    expect(champ(page, "B1")).to_have_value("5", timeout=AUTOSAVE)
    expect(page.locator("#q-B3 output")).to_have_text("13")
    with page.expect_response(lambda reponse: reponse.request.method == "POST", timeout=AUTOSAVE):
        champ(page, "B2").fill("9")
    expect(page.locator("[data-etat]")).to_contain_text("Enregistré à")
    assert reponses_de(feuille_de(bilan)) == {"B1": Decimal(5), "B2": Decimal(9)}


def test_quitter_avec_des_modifications_demande_confirmation(aller, page, bilan, live_server):
    page = aller("B")
    questions = []
    page.on("dialog", lambda dialogue: (questions.append(dialogue.type), dialogue.accept()))

    champ(page, "B1").press_sequentially("3")
    page.goto(live_server.url + reverse("espace:bilan", args=[bilan.pk]))

    assert questions == ["beforeunload"]
    verifier_page(page)


def test_zeros_d_un_tableau_s_ecrivent_puis_se_reprennent(aller, bilan):
    page = aller("C")
    champ(page, "C2.moins_26.F").fill("4")
    bouton = page.locator("#t-C2 button[name=zeros]")

    bouton.click()
    expect(page.get_by_role("status").filter(has_text="8 cases remplies par 0")).to_be_visible()
    expect(page.locator("#t-C2 .rangee-totale output").last).to_have_text("4")
    expect(page.locator("[data-etat]")).to_contain_text("Enregistré à", timeout=AUTOSAVE)
    assert len(reponses_de(feuille_de(bilan))) == 9
    verifier_page(page)

    expect(bouton).to_contain_text("Annuler")
    bouton.click()
    expect(page.locator("[data-etat]")).to_contain_text("de nouveau vides")
    expect(bouton).to_contain_text("Écrire 0 dans les cases vides")
    expect(page.locator("[data-etat]")).to_contain_text("Enregistré à", timeout=AUTOSAVE)
    assert reponses_de(feuille_de(bilan)) == {"C2.moins_26.F": Decimal(4)}
    bouton.click()
    champ(page, "C2.moins_26.H").fill("3")
    expect(bouton).to_be_hidden()


def test_ecran_de_320_pixels_sans_script_se_remplit(browser, bilan, client, live_server):
    client.force_login(membre(bilan.structure))
    nom = settings.SESSION_COOKIE_NAME
    contexte = browser.new_context(java_script_enabled=False, viewport={"width": 320, "height": 640}, locale="fr-FR")
    contexte.add_cookies([{"name": nom, "value": client.cookies[nom].value, "url": live_server.url}])
    page = contexte.new_page()
    page.goto(live_server.url + reverse("espace:saisie", args=[bilan.pk, "75", "F"]))

    champ(page, "F.F1.F").fill("12")
    page.get_by_role("button", name="Enregistrer", exact=True).click()
    page.wait_for_load_state()

    boites = [champ(page, f"F.F1.{colonne}").bounding_box() for colonne in ("F", "H", "QPV")]
    assert all(boite["x"] >= 0 and boite["x"] + boite["width"] <= 320 for boite in boites)
    expect(page.locator('label[for="c-F.F1.QPV"]')).to_be_visible()
    assert page.locator("#t-F .rangee-totale output").first.inner_text() == "12"
    contexte.close()
