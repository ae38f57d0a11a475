"""The whole road of a bilan, as people walk it: opened, filled, refused, sent, returned, validated, extracted.

On the whole regional trame; every page of the road is checked with axe at 1280 and 360 px.
"""

from datetime import timedelta
from decimal import Decimal
from io import BytesIO

import pytest
from django.core.management import call_command
from django.utils import timezone
from openpyxl import load_workbook
from playwright.sync_api import Page, expect

from espace_structures.bilans.enums import EtatBilan
from espace_structures.bilans.metier.gel import definition_de
from espace_structures.bilans.metier.lecture import reponses_de
from espace_structures.bilans.metier.trame_fichier import TRAME_LIVREE
from espace_structures.bilans.models import Bilan, Campagne
from portal.demonstration.chiffres import Aide, Commande, feuille_plausible
from portal.demonstration.jeu import STRUCTURES
from tests.fabriques.structures import (
    ConventionFactory,
    FinanceurFactory,
    StructureFactory,
    agent,
    animateur,
    responsable,
)

from .outils import oublier_les_refus, se_connecter, verifier_page

pytestmark = pytest.mark.django_db(transaction=True)

EXERCICE = 2025
FIGURES = feuille_plausible(
    Commande(
        graine="route du bilan",
        profil=STRUCTURES[0].profil,
        departement="93",
        exercice=EXERCICE,
        attendus=40,
        part_qpv=0.5,
        aides=(Aide(ligne="P102", montant=Decimal("9150.00"), objectif=30),),
        nature="vers_emploi",
    )
) | {"G6": "non"}


@pytest.fixture
def acteurs():
    """The people of the road; the structure acts in one département and has one convention."""
    call_command("importer_trame", str(TRAME_LIVREE), verbosity=0)
    structure = StructureFactory(nom="Mission locale des Deux-Rives", departements=["93"])
    financeur = FinanceurFactory(nom="DRIEETS Île-de-France", sigle="DRIEETS")
    ConventionFactory(structure=structure, financeur=financeur, exercice=EXERCICE, objectif=30, montant="9150.00")
    return {
        "animation": animateur(first_name="Anne", last_name="Mercier"),
        "structure": responsable(structure, first_name="Samia", last_name="Benali"),
        "financeur": agent(financeur, first_name="Paul", last_name="Lenoir"),
    }


@pytest.fixture
def ouvrir_session(context, live_server):
    """Opens a page of the browser, signed in as one of the people; the one before is signed out."""

    def ouvrir(compte) -> Page:
        context.clear_cookies()
        page = context.new_page()
        se_connecter(page, live_server.url, compte)
        return page

    return ouvrir


def remplir(page: Page, code: str, valeur: Decimal | str) -> None:
    """Type an answer the way its field asks for it."""
    champ = page.locator(f'[name="{code}"]')
    nature = champ.first.evaluate("(champ) => champ.tagName === 'INPUT' ? champ.type : champ.tagName.toLowerCase()")
    if nature == "radio":
        page.locator(f'[name="{code}"][value="{valeur}"]').check()
    elif nature == "select":
        champ.select_option(str(valeur))
    else:
        champ.fill(str(valeur).replace(".", ",") if isinstance(valeur, Decimal) else valeur)


def remplir_section(page: Page, bilan: Bilan, section: str, figures) -> None:
    cellules = definition_de(bilan.campagne).cellules
    for code, valeur in figures.items():
        if cellules[code].section == section:
            remplir(page, code, valeur)


def enregistrer(page: Page) -> None:
    page.get_by_role("button", name="Enregistrer", exact=True).click()
    page.wait_for_load_state()


def ouvrir_la_campagne(page: Page, serveur: str) -> None:
    aujourdhui = timezone.localdate()
    page.goto(f"{serveur}/cms/snippets/bilans/campagne/add/")
    page.fill("[name=exercice]", str(EXERCICE))
    page.select_option("[name=trame]", label="Bilan annuel du parrainage vers et dans l’emploi")
    for champ, jours in (("ouvre_le", -1), ("envoi_jusqu_au", 30), ("examen_jusqu_au", 60)):
        page.fill(f"[name={champ}]", f"{aujourdhui + timedelta(days=jours):%d/%m/%Y}")
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Enregistrer").click()
    page.wait_for_url("**/campagne/")
    page.get_by_role("link", name=f"Bilan parrainage {EXERCICE}").first.click()
    page.get_by_role("link", name="Ouvrir la campagne").first.click()
    page.get_by_role("button", name="Ouvrir la campagne").click()
    page.wait_for_load_state()


def justifier_tout(page: Page) -> None:
    """Answer every anomaly that waits for a sentence."""
    while True:
        attente = page.locator("details.justifier:not(:has(> summary:text('Modifier')))")
        if attente.count() == 0:
            return
        avant = attente.count()
        attente.first.locator("summary").click()
        attente.first.locator("textarea").fill("Une année de reprise : l’équipe a changé en cours d’exercice.")
        attente.first.get_by_role("button", name="Enregistrer la justification").click()
        expect(page.locator("details.justifier:not(:has(> summary:text('Modifier')))")).to_have_count(avant - 1)


def lire_le_classeur(contenu: bytes) -> dict[str, object]:
    """Values of the long sheet of the workbook, by code; its columns are found by their names."""
    feuille = load_workbook(BytesIO(contenu), read_only=True)["Données longues"]
    lignes = list(feuille.iter_rows(values_only=True))
    rang = next(rang for rang, ligne in enumerate(lignes) if "code" in ligne)
    code, valeur = lignes[rang].index("code"), lignes[rang].index("valeur")
    return {ligne[code]: ligne[valeur] for ligne in lignes[rang + 1 :]}


def test_route_du_bilan_de_l_ouverture_a_l_extraction(acteurs, ouvrir_session, live_server, context):
    serveur = live_server.url

    # The animation opens the campaign.
    page = ouvrir_session(acteurs["animation"])
    verifier_page(page)
    ouvrir_la_campagne(page, serveur)
    bilan = Bilan.objects.select_related("campagne").get()
    assert (bilan.etat, Campagne.objects.get().est_gelee) == (EtatBilan.A_SAISIR, True)

    # The structure fills every section, with one entrant too many in B2.
    page = ouvrir_session(acteurs["structure"])
    verifier_page(page)
    page.get_by_role("link", name="Mission locale des Deux-Rives").first.click()
    adresse = f"{serveur}/espace/bilans/{bilan.pk}/"
    page.goto(adresse)
    verifier_page(page)
    fausses = FIGURES | {"B2": FIGURES["B2"] + 1}
    for section in "ABCDEFGH":
        page.goto(f"{adresse}93/{section}/")
        remplir_section(page, bilan, section, fausses)
        enregistrer(page)
        expect(page.locator("[data-etat]")).to_contain_text("Enregistré à")
        verifier_page(page)
    assert reponses_de(bilan.feuilles.get()) == fausses

    # A blocking anomaly stops it, names both figures and leads to the cells.
    page.goto(adresse)
    anomalie = page.locator(".anomalie--bloquante", has_text="Le tableau C1 (sexe)").first
    expect(anomalie).to_contain_text(f"répartit {FIGURES['B2']} personnes, mais B2 annonce {fausses['B2']} entrants")
    verifier_page(page)
    page.get_by_role("button", name="Transmettre aux financeurs").click()
    page.wait_for_load_state()
    bilan.refresh_from_db()
    assert bilan.etat == EtatBilan.EN_COURS
    page.goto(adresse)
    page.locator(".anomalie--bloquante", has_text="Le tableau C1 (sexe)").first.locator('a[href$="#c-B2"]').click()
    remplir(page, "B2", FIGURES["B2"])
    enregistrer(page)
    page.goto(adresse)
    expect(page.locator(".anomalie--bloquante")).to_have_count(0)

    # What must be explained is explained; then it is sent.
    justifier_tout(page)
    verifier_page(page)
    page.get_by_label("Commentaire pour les financeurs").fill("Merci de votre lecture.")
    page.get_by_role("button", name="Transmettre aux financeurs").click()
    page.wait_for_load_state()
    verifier_page(page)
    bilan.refresh_from_db()
    assert bilan.etat == EtatBilan.TRANSMIS

    # The funder reads it and sends it back, with a reason.
    page = ouvrir_session(acteurs["financeur"])
    verifier_page(page)
    page.goto(f"{serveur}/espace/bilans/")
    verifier_page(page)
    page.get_by_role("link", name="Mission locale des Deux-Rives").first.click()
    expect(page.get_by_text("Merci de votre lecture.").first).to_be_visible()
    verifier_page(page)
    page.get_by_role("link", name="Renvoyer à la structure").click()
    verifier_page(page)
    page.get_by_role("button", name="Renvoyer à la structure").click()
    expect(page.get_by_text("Dites à la structure ce qu’elle doit compléter.").first).to_be_visible()
    page.get_by_label("Ce que la structure doit compléter").fill("Le coût total (G1) est à confirmer.")
    page.get_by_role("button", name="Renvoyer à la structure").click()
    page.wait_for_load_state()
    bilan.refresh_from_db()
    assert bilan.etat == EtatBilan.A_COMPLETER

    # The structure corrects one amount and sends again.
    page = ouvrir_session(acteurs["structure"])
    page.goto(adresse)
    expect(page.get_by_text("Le coût total (G1) est à confirmer.").first).to_be_visible()
    verifier_page(page)
    corrigees = FIGURES | {"G1": FIGURES["G1"] + Decimal("120.50")}
    page.goto(f"{adresse}93/G/")
    remplir(page, "G1", corrigees["G1"])
    enregistrer(page)
    page.goto(adresse)
    justifier_tout(page)
    page.get_by_role("button", name="Transmettre aux financeurs").click()
    page.wait_for_load_state()

    # The funder validates, consolidates and extracts.
    page = ouvrir_session(acteurs["financeur"])
    page.goto(adresse)
    page.get_by_role("link", name="Valider").click()
    verifier_page(page)
    page.get_by_role("button", name="Valider le bilan").click()
    page.wait_for_load_state()
    verifier_page(page)
    bilan.refresh_from_db()
    assert bilan.etat == EtatBilan.VALIDE
    page.goto(f"{serveur}/espace/bilans/consolidation/{EXERCICE}/")
    expect(page.get_by_text("1 bilan validé sur 1").first).to_be_visible()
    verifier_page(page)
    with page.expect_download() as telechargement:
        page.get_by_role("link", name="XLSX").first.click()
    with open(telechargement.value.path(), "rb") as fichier:
        lues = lire_le_classeur(fichier.read())

    assert {code: Decimal(str(v)) if isinstance(v, int | float) else v for code, v in lues.items()} == corrigees
    oublier_les_refus(context)


def test_figures_de_la_route_sont_coherentes_et_completes():
    # The journey proves nothing if what is typed leaves sections out.
    sections = {code.split(".")[0][0] for code in FIGURES}

    assert sections == set("ABCDEFGH")
