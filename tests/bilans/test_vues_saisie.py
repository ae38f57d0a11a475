"""The entry screen: who may, what is shown, what is saved, what is said when it cannot be."""

import dataclasses
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from bs4 import BeautifulSoup
from django.contrib.contenttypes.models import ContentType
from django.urls import reverse

from espace_structures.bilans.enums import EtatBilan
from espace_structures.bilans.metier.definition import Ligne, Section, Tableau
from espace_structures.bilans.metier.lecture import reponses_de
from espace_structures.bilans.metier.saisie import enregistrer
from espace_structures.bilans.models import Bilan, Feuille, Reponse
from tests.fabriques.bilans import PETITE_TRAME, REPONSES_COHERENTES, SEXES, bilan_de, campagne_gelee, campagne_ouverte
from tests.fabriques.structures import (
    ConventionFactory,
    FinanceurFactory,
    StructureFactory,
    agent,
    membre,
)

pytestmark = pytest.mark.django_db
JSON = {"accept": "application/json"}


@pytest.fixture
def structure():
    return StructureFactory(nom="Mission locale")


@pytest.fixture
def bilan(structure):
    return bilan_de(structure, campagne_ouverte(2025))


@pytest.fixture
def camille(structure, client):
    compte = membre(structure, first_name="Camille", last_name="Durand")
    client.force_login(compte)
    return compte


def adresse(bilan, section="B", departement="75") -> str:
    return reverse("espace:saisie", args=[bilan.pk, departement, section])


def lire(reponse) -> BeautifulSoup:
    return BeautifulSoup(simples(reponse.content.decode()), "html.parser")


def simples(texte: str) -> str:
    """The same text with plain spaces: which of them do not break is typography's business."""
    return texte.replace("\u00a0", " ").replace("\u202f", " ")


def feuille_de(bilan, departement="75") -> Feuille:
    return bilan.feuilles.get(departement=departement)


# --- Shown ----------------------------------------------------------------------------------------------------------


def test_section_montre_ses_champs_et_ses_calculs(client, camille, structure):
    bilan = bilan_de(structure, campagne_ouverte(2025), EtatBilan.EN_COURS, REPONSES_COHERENTES)

    page = lire(client.get(adresse(bilan)))

    assert [(i["name"], i["value"]) for i in page.select("#saisie input[inputmode]")] == [("B1", "4"), ("B2", "10")]
    assert [(q.select_one(".code").text, q.output.text) for q in page.select(".question--calculee")] == [
        ("B3", "14"),
        ("B4", "6"),
        ("B5", "8"),
    ]
    sorties = page.find(id="q-B5").output
    assert (sorties["data-termes"], sorties["data-base"]) == ("+B1 +B2", "-6.00")
    assert page.find("label", attrs={"for": "c-B2"}).get_text(" ", strip=True) == "B2 Entrants"
    assert page.select_one(".sections [aria-current]").get_text(" ", strip=True).startswith("B Flux")


def test_valeur_de_l_an_dernier_a_cote_de_la_case(client, camille, structure, bilan):
    bilan_de(structure, campagne_gelee(2024), EtatBilan.VALIDE, REPONSES_COHERENTES)

    page = lire(client.get(adresse(bilan)))

    assert page.find(id="c-B2-repere").text == "2024 : 10"
    assert page.find(id="c-B2")["aria-describedby"].split() == ["c-B2-repere", "c-B2-aide"]
    assert page.find(id="q-B3").select_one(".repere").text == "2024 : 14"


def test_tableau_compare_son_total_a_celui_qui_est_annonce(client, camille, structure):
    reponses = REPONSES_COHERENTES | {"C2.moins_26.F": 1}
    bilan = bilan_de(structure, campagne_ouverte(2025), EtatBilan.EN_COURS, reponses)

    page = lire(client.get(adresse(bilan, "C")))

    controle = page.select_one("[data-controle]")
    assert controle.get_text(" ", strip=True) == "Total du tableau 7 B2 – Entrants 10 il en manque 3"
    attendu = controle.find_all("output")[1]
    assert (attendu["data-termes"], attendu["data-base"]) == ("", "10.00")
    anomalie = page.select_one(".anomalie")
    assert "Le tableau C2 compte 7 personnes, B2 en annonce 10." in anomalie.get_text(" ", strip=True)
    assert [a["href"] for a in anomalie.select("a")] == [
        f"{adresse(bilan, 'C')}#c-C2.moins_26.F",
        f"{adresse(bilan, 'B')}#c-B2",
    ]


def test_une_partition_de_ce_qui_en_est_calcule_ne_se_compare_pas(client, camille, bilan):
    page = lire(client.get(adresse(bilan, "F")))

    assert page.select("[data-controle]") == []


def test_avancement_des_sections_est_dit_par_un_mot(client, camille, structure):
    reponses = {code: valeur for code, valeur in REPONSES_COHERENTES.items() if code not in ("C2.prij.F", "H1")}
    bilan = bilan_de(structure, campagne_ouverte(2025), EtatBilan.EN_COURS, reponses | {"F.F1.F": 3})

    page = lire(client.get(adresse(bilan)))

    assert [m.text for m in page.select(".sections .progres__mot")] == ["Complète", "En cours", "Complète", "Complète"]


@pytest.mark.parametrize("departements", [["75"], ["75", "77", "92"]])
def test_section_se_montre_en_treize_requetes(client, departements, django_assert_num_queries):
    structure = StructureFactory(departements=departements)
    client.force_login(membre(structure))
    bilan_de(structure, campagne_gelee(2024), EtatBilan.VALIDE, REPONSES_COHERENTES)
    bilan = bilan_de(structure, campagne_ouverte(2025), EtatBilan.EN_COURS, REPONSES_COHERENTES)
    client.get(adresse(bilan))

    # Session, account, four of rights, sheet; then answers, last year's (two), conventions, sheets, and the rail.
    with django_assert_num_queries(13):
        client.get(adresse(bilan, "C"))


@pytest.mark.parametrize("departements", [["75"], ["75", "77", "92"]])
def test_section_s_enregistre_en_treize_requetes_au_plus(client, departements, django_assert_num_queries):
    structure = StructureFactory(departements=departements)
    client.force_login(membre(structure))
    bilan = bilan_de(structure, campagne_ouverte(2025), EtatBilan.A_SAISIR)
    client.get(adresse(bilan))
    ContentType.objects.get_for_model(Bilan)  # known to a running server
    saisies = {f"C2.{ligne}.{sexe}": "4" for ligne in ("moins_26", "26_plus", "prij") for sexe in ("F", "H", "NR")}

    # Session, account, sheet, rights; savepoint, lock, cells, sheet, answers, history, bilan, log, release.
    with django_assert_num_queries(13):
        client.post(adresse(bilan, "C"), saisies | {"version": "0"})
    # No more state to change nor to log; an emptied answer is deleted.
    with django_assert_num_queries(12):
        client.post(adresse(bilan, "C"), saisies | {"version": "1", "C2.prij.F": "", "C2.prij.H": "5"})


# --- Saved ----------------------------------------------------------------------------------------------------------


def test_enregistrer_reste_et_suite_avance(client, camille, bilan):
    reste = client.post(adresse(bilan), {"version": "0", "B1": "1 234", "B2": "", "rester": ""})
    avance = client.post(adresse(bilan), {"version": "1", "B1": "1 235", "B2": "0", "suite": ""})

    assert (reste.status_code, reste.url) == (302, adresse(bilan))
    assert (avance.status_code, avance.url) == (302, adresse(bilan, "C"))
    assert reponses_de(feuille_de(bilan)) == {"B1": Decimal(1235), "B2": Decimal(0)}


def test_suite_passe_au_departement_puis_revient_au_bilan(client):
    structure = StructureFactory(departements=["75", "92"])
    client.force_login(membre(structure))
    bilan = bilan_de(structure, campagne_ouverte(2025))

    vers_92 = client.post(adresse(bilan, "G"), {"version": "0", "suite": ""})
    vers_bilan = client.post(adresse(bilan, "G", "92"), {"version": "0", "suite": ""})

    assert vers_92.url == adresse(bilan, "B", "92")
    assert vers_bilan.url == reverse("espace:bilan", args=[bilan.pk])


def test_textes_choix_et_montants_se_gardent(client, camille, bilan):
    client.post(adresse(bilan, "G"), {"version": "0", "G1": "4 270,50 €", "G6": "oui", "H1": "=1+2\r\nFin"})

    assert reponses_de(feuille_de(bilan)) == {"G1": Decimal("4270.50"), "G6": "oui", "H1": "=1+2\nFin"}
    page = lire(client.get(adresse(bilan, "G")))
    assert page.find(id="c-G1")["value"] == "4 270,50"
    assert page.find(id="c-G6").find("option", selected=True)["value"] == "oui"
    assert page.find(id="c-H1").text.strip() == "=1+2\nFin"


def test_script_recoit_la_version_et_l_heure(client, camille, bilan):
    reponse = client.post(adresse(bilan), {"version": "0", "B1": "4"}, headers=JSON)

    feuille = feuille_de(bilan)
    assert reponse.status_code == 200
    assert set(reponse.json()) == {"version", "message"}
    assert reponse.json()["version"] == feuille.version == 1
    assert reponse.json()["message"].startswith("Enregistré à ")


# --- Bad input ------------------------------------------------------------------------------------------------------


def test_reponse_illisible_ne_perd_rien_et_se_dit_pres_de_la_case(client, camille, bilan):
    reponse = client.post(adresse(bilan), {"version": "0", "B1": "douze", "B2": "10"})

    page = lire(reponse)
    message = (
        "« douze » n’est pas un nombre : écrivez un nombre entier, par exemple 12, "
        "ou laissez vide si vous ne savez pas."
    )
    assert reponse.status_code == 422
    assert [(page.find(id=f"c-{code}")["value"]) for code in ("B1", "B2")] == ["douze", "10"]
    assert page.find(id="c-B1-erreur").get_text(strip=True) == message
    assert page.find(autofocus=True)["id"] == "erreurs"
    assert page.find(id="erreurs").a["href"] == "#c-B1"
    assert page.find(id="erreurs").li.get_text(" ", strip=True) == f"B1 – En cours au 1er janvier – {message}"
    assert page.title.text.startswith("Erreur – ")
    assert page.find(id="q-B3").output.text == "10"
    assert Reponse.objects.count() == 0


@pytest.mark.parametrize(
    ("section", "champ", "saisie"),
    [
        ("B", "B1", "-3"),
        ("B", "B1", "12,5"),
        ("B", "B1", "=1+2"),
        ("B", "B1", "1234567890123"),
        ("G", "G1", "12,345"),
        ("G", "G6", "peut-être"),
        ("G", "H1", "x" * 501),
    ],
)
def test_mauvaise_saisie_revient_telle_quelle(client, camille, bilan, section, champ, saisie):
    reponse = client.post(adresse(bilan, section), {"version": "0", champ: saisie})

    page = lire(reponse)
    assert reponse.status_code == 422
    assert page.find(id=f"c-{champ}")["aria-invalid"] == "true"
    if champ != "G6":  # a list shows only its own answers; the message names what was read
        lu = page.find(id=f"c-{champ}")
        assert (lu.get("value") or lu.text.strip()) == saisie
    assert Reponse.objects.count() == 0


def test_script_recoit_les_messages_par_case(client, camille, bilan):
    reponse = client.post(adresse(bilan), {"version": "0", "B1": "x", "B2": "10"}, headers=JSON)

    assert reponse.status_code == 422
    assert list(reponse.json()["erreurs"]) == ["B1"]
    assert simples(reponse.json()["message"]) == (
        "1 réponse est à corriger : rien n’est enregistré tant qu’elle ne l’est pas."
    )


def test_formulaire_sans_version_demande_de_recharger(client, camille, bilan):
    reponse = client.post(adresse(bilan), {"B1": "4"})

    assert reponse.status_code == 422
    assert "rechargez la page" in lire(reponse).find(id="erreurs").text
    assert Reponse.objects.count() == 0


def test_balises_saisies_ne_sont_que_du_texte(client, camille, bilan):
    reponse = client.post(adresse(bilan), {"version": "0", "B1": "<b>1</b>"})

    assert lire(reponse).find(id="c-B1-erreur").b is None
    assert "&lt;b&gt;1&lt;/b&gt;" in reponse.content.decode()


# --- Two browsers ---------------------------------------------------------------------------------------------------


def test_deux_navigateurs_le_second_est_prevenu_et_ne_perd_rien(client, camille, structure, bilan):
    sacha = membre(structure, first_name="Sacha", last_name="Petit")
    enregistrer(
        feuille_de(bilan),
        {"B1": Decimal(5), "B2": Decimal(8)},
        version=0,
        par=sacha,
        le=datetime(2026, 11, 24, 13, 2, tzinfo=UTC),
    )

    reponse = client.post(adresse(bilan), {"version": "0", "B1": "6", "B2": ""})

    page = lire(reponse)
    assert reponse.status_code == 409
    assert page.find(id="c-B1")["value"] == "6"
    assert page.find(id="c-B1-note").get_text(strip=True) == simples("Sacha Petit a enregistré « 5 » à 14:02.")
    assert page.find(id="c-B2")["value"] == "8"  # untouched here: theirs
    assert page.find(id="c-version")["value"] == "1"
    assert page.find(id="conflits").li.a["href"] == "#c-B1"
    assert "data-autosave" not in page.find(id="saisie").attrs
    assert reponses_de(feuille_de(bilan)) == {"B1": Decimal(5), "B2": Decimal(8)}


def test_renvoyer_apres_le_conflit_garde_les_miennes(client, camille, structure, bilan):
    sacha = membre(structure)
    enregistrer(feuille_de(bilan), {"B1": Decimal(5)}, version=0, par=sacha, le=datetime(2026, 11, 24, 13, tzinfo=UTC))
    page = lire(client.post(adresse(bilan), {"version": "0", "B1": "6"}))
    donnees = {champ["name"]: champ.get("value", "") for champ in page.select("#saisie input")}

    reponse = client.post(adresse(bilan), donnees)

    assert reponse.status_code == 302
    assert reponses_de(feuille_de(bilan)) == {"B1": Decimal(6)}


def test_script_est_prevenu_du_conflit(client, camille, structure, bilan):
    sacha = membre(structure)
    enregistrer(feuille_de(bilan), {"B1": Decimal(5)}, version=0, par=sacha, le=datetime(2026, 11, 24, 13, tzinfo=UTC))

    reponse = client.post(adresse(bilan), {"version": "0", "B1": "6"}, headers=JSON)

    assert (reponse.status_code, reponse.json()["conflit"]) == (409, True)


def test_script_recoit_les_reponses_des_autres(client, camille, structure, bilan):
    sacha = membre(structure)
    enregistrer(
        feuille_de(bilan), {"B1": Decimal(1500)}, version=0, par=sacha, le=datetime(2026, 11, 24, 13, tzinfo=UTC)
    )

    reponse = client.post(adresse(bilan), {"version": "0", "B1": "", "B2": "10"}, headers=JSON)

    assert reponse.json()["version"] == 2
    assert reponse.json()["valeurs"] == {"B1": "1\u202f500", "B2": "10"}


# --- Who, when ------------------------------------------------------------------------------------------------------


def test_financeur_lit_mais_ne_saisit_pas(client, structure):
    financeur = FinanceurFactory()
    ConventionFactory(structure=structure, financeur=financeur, exercice=2025)
    bilan = bilan_de(structure, campagne_ouverte(2025), EtatBilan.A_COMPLETER, REPONSES_COHERENTES)
    client.force_login(agent(financeur))

    assert client.get(reverse("espace:bilan", args=[bilan.pk])).status_code == 200
    assert client.get(adresse(bilan)).status_code == 403
    assert client.post(adresse(bilan), {"version": "0", "B1": "1"}).status_code == 403


def test_membre_d_une_autre_structure_ne_voit_rien(client, camille, bilan):
    assert client.get(adresse(bilan)).status_code == 200
    client.force_login(membre(StructureFactory()))

    assert client.get(adresse(bilan)).status_code == 404
    assert client.post(adresse(bilan), {"version": "0", "B1": "1"}).status_code == 404
    assert client.get(reverse("espace:bilan", args=[bilan.pk])).status_code == 404


@pytest.mark.parametrize(("departement", "section"), [("75", "Z"), ("77", "B"), ("999", "B"), ("\x00", "B")])
def test_feuille_ou_section_inconnue(client, camille, bilan, departement, section):
    assert client.get(adresse(bilan, section, departement)).status_code == 404


def test_compte_desactive_est_renvoye_a_la_connexion(client, camille, bilan):
    camille.is_active = False
    camille.save()

    reponse = client.post(adresse(bilan), {"version": "0", "B1": "1"})

    assert (reponse.status_code, reponse.url.split("?")[0]) == (302, reverse("account_login"))
    assert Reponse.objects.count() == 0


def test_appartenance_retiree_ferme_la_saisie(client, camille, bilan):
    camille.membres_structures.update(actif=False)

    assert client.post(adresse(bilan), {"version": "0", "B1": "1"}).status_code == 404
    assert Reponse.objects.count() == 0


def test_bilan_transmis_renvoie_a_sa_lecture(client, camille, structure):
    bilan = bilan_de(structure, campagne_ouverte(2025), EtatBilan.TRANSMIS, REPONSES_COHERENTES)

    reponse = client.get(adresse(bilan), follow=True)

    assert reponse.redirect_chain == [(reverse("espace:bilan", args=[bilan.pk]), 302)]
    assert "Ce bilan est transmis : il ne se modifie plus" in lire(reponse).select_one(".messages").text


def test_campagne_close_pendant_la_saisie_ne_perd_rien(client, camille, bilan):
    bilan.campagne.envoi_jusqu_au = date(2026, 6, 30)
    bilan.campagne.save()

    reponse = client.post(adresse(bilan, "G"), {"version": "0", "H1": "Un long récit"})

    page = lire(reponse)
    assert reponse.status_code == 409
    assert simples("La campagne est close depuis le 30 juin 2026 : demandez un délai à l’animation régionale.") in (
        page.find(id="refus").text
    )
    assert page.find(id="c-H1").text.strip() == "Un long récit"
    assert Reponse.objects.count() == 0
    assert client.get(adresse(bilan)).url == reverse("espace:bilan", args=[bilan.pk])


def test_script_apprend_que_la_campagne_est_close(client, camille, bilan):
    bilan.campagne.envoi_jusqu_au = date(2026, 6, 30)
    bilan.campagne.save()

    reponse = client.post(adresse(bilan), {"version": "0", "B1": "4"}, headers=JSON)

    assert reponse.status_code == 409
    assert list(reponse.json()) == ["message"]


# --- Zeros ----------------------------------------------------------------------------------------------------------


def test_zeros_completent_un_tableau_et_s_enregistrent(client, camille, bilan):
    reponse = client.post(
        adresse(bilan, "C"), {"version": "0", "C2.moins_26.F": "4", "C2.prij.H": " ", "zeros": "C2"}, follow=True
    )

    assert reponse.redirect_chain == [(f"{adresse(bilan, 'C')}#t-C2", 302)]
    assert lire(reponse).select_one(".messages").get_text(" ", strip=True).startswith("8 cases remplies par 0")
    lues = reponses_de(feuille_de(bilan))
    assert len(lues) == 9
    assert {code for code, valeur in lues.items() if valeur != 0} == {"C2.moins_26.F"}
    assert lire(reponse).select_one("button[name=zeros]").has_attr("hidden")


def test_zeros_laissent_les_autres_tableaux_et_la_reponse_illisible(client, camille, bilan):
    reponse = client.post(adresse(bilan, "F"), {"version": "0", "F.F1.F": "douze", "zeros": "F"})

    page = lire(reponse)
    assert reponse.status_code == 422
    assert [page.find(id=f"c-F.{case}")["value"] for case in ("F1.F", "F1.H", "F12.QPV")] == ["douze", "0", "0"]
    assert page.find(id="c-E2").get("value") is None
    assert Reponse.objects.count() == 0


def test_zeros_se_proposent_tant_que_deux_cases_sont_vides(client, camille, structure):
    reponses = REPONSES_COHERENTES | {}
    del reponses["C2.prij.F"], reponses["C2.prij.H"], reponses["F.F1.F"]
    bilan = bilan_de(structure, campagne_ouverte(2025), EtatBilan.EN_COURS, reponses)

    boutons = [lire(client.get(adresse(bilan, section))).select("button[name=zeros]") for section in "BCF"]

    assert [[(b["value"], b.has_attr("hidden")) for b in trouves] for trouves in boutons] == [
        [],
        [("C2", False)],
        [("F", True)],
    ]


def test_zeros_ne_se_proposent_ni_ne_s_ecrivent_ou_le_vide_veut_dire_quelque_chose(client, camille, structure):
    lignes = (Ligne(code="PRIJ", libelle="PRIJ", dont=True), Ligne(code="BRSA", libelle="BRSA", dont=True))
    tableau = Tableau(code="C7", titre="Caractéristiques", lignes=lignes, colonnes=SEXES)
    section = Section(code="C", titre="Profil", elements=(tableau,))
    definition = dataclasses.replace(PETITE_TRAME, sections=(section,), regles=(), indicateurs=())
    bilan = bilan_de(structure, campagne_ouverte(2025, definition=definition))

    page = lire(client.get(adresse(bilan, "C")))
    client.post(adresse(bilan, "C"), {"version": "0", "C7.PRIJ.F": "2", "zeros": "C7"})

    assert page.select("button[name=zeros]") == []
    assert reponses_de(feuille_de(bilan)) == {"C7.PRIJ.F": Decimal(2)}


def test_entree_au_clavier_enregistre_sans_ecrire_de_zero(client, camille, bilan):
    page = lire(client.get(adresse(bilan, "C")))

    assert page.select_one("#saisie button[type=submit]")["name"] == "rester"
