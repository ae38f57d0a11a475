"""The entry screen and the overview: who may, what is shown, what is saved, what is said when it cannot be."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from bs4 import BeautifulSoup
from django.contrib.contenttypes.models import ContentType
from django.urls import reverse

from espace_structures.bilans.enums import EtatBilan
from espace_structures.bilans.metier.lecture import reponses_de
from espace_structures.bilans.metier.saisie import enregistrer
from espace_structures.bilans.models import Bilan, Feuille, Reponse
from tests.fabriques.bilans import REPONSES_COHERENTES, bilan_de, campagne_gelee, campagne_ouverte
from tests.fabriques.structures import (
    ConventionFactory,
    FinanceurFactory,
    StructureFactory,
    agent,
    membre,
    responsable,
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
def test_section_se_montre_en_douze_requetes(client, departements, django_assert_num_queries):
    structure = StructureFactory(departements=departements)
    client.force_login(membre(structure))
    bilan_de(structure, campagne_gelee(2024), EtatBilan.VALIDE, REPONSES_COHERENTES)
    bilan = bilan_de(structure, campagne_ouverte(2025), EtatBilan.EN_COURS, REPONSES_COHERENTES)
    client.get(adresse(bilan))

    # Session, account, three of rights, sheet; then answers, last year's (two), conventions, sheets, and the rail.
    with django_assert_num_queries(12):
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


@pytest.mark.parametrize(("departement", "section"), [("75", "Z"), ("77", "B"), ("999", "B")])
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


# --- Overview -------------------------------------------------------------------------------------------------------


def ensemble(client, bilan) -> BeautifulSoup:
    return lire(client.get(reverse("espace:bilan", args=[bilan.pk])))


def test_ensemble_dit_ou_en_est_chaque_section(client):
    structure = StructureFactory(departements=["75", "92"])
    client.force_login(membre(structure))
    bilan = bilan_de(structure, campagne_ouverte(2025), EtatBilan.EN_COURS)
    enregistrer(
        feuille_de(bilan),
        {"B1": Decimal(4), "B2": Decimal(10)},
        version=0,
        par=structure.membres.get().compte,
        le=datetime(2026, 11, 24, 13, tzinfo=UTC),
    )

    page = ensemble(client, bilan)

    rangees = page.select(".ensemble__table tbody tr")
    assert [[m.text for m in tr.select(".progres__mot")] for tr in rangees] == [
        ["Complète", "Vide"],
        ["Vide", "Vide"],
        ["Vide", "Vide"],
        ["Vide", "Vide"],
    ]
    assert rangees[1].select("a")[1]["href"] == adresse(bilan, "C", "92")
    assert page.find("a", string="Continuer : C. Profil des entrants – Paris")["href"] == adresse(bilan, "C")
    assert [s.get_text(strip=True) for s in page.select(".manques > summary")] == [
        "Paris : 2 tableaux ou questions attendent encore une réponse",
        "Hauts-de-Seine : 4 tableaux ou questions attendent encore une réponse",
    ]


def test_ensemble_rappelle_la_fiche_et_les_conventions(client, camille, structure, bilan):
    financeur = FinanceurFactory(nom="DRIEETS")
    ConventionFactory(structure=structure, financeur=financeur, exercice=2025, numero="25-1", objectif=1200)
    ConventionFactory(structure=structure, financeur=financeur, exercice=2024, numero="24-1")

    page = ensemble(client, bilan)

    fiche = page.find("section", attrs={"aria-labelledby": "identification"})
    assert structure.siret in fiche.text
    assert [li.get_text(" ", strip=True) for li in fiche.select(".conventions li")] == [
        simples("DRIEETS – P102 – accès et retour à l’emploi N° 25-1 Objectif : 1 200 – Montant notifié : 15 250 €")
    ]


def test_ensemble_mene_des_anomalies_aux_cases_et_a_la_justification(client, camille, structure):
    reponses = REPONSES_COHERENTES | {"C2.moins_26.F": 1, "F.F12.F": 0, "F.F12.H": 0, "F.F12.QPV": 0}
    bilan = bilan_de(structure, campagne_ouverte(2025), EtatBilan.EN_COURS, reponses)

    page = ensemble(client, bilan)

    assert [h.get_text(" ", strip=True) for h in page.select("#anomalies h3")] == [
        "À corriger avant de transmettre 1",
        "À justifier par une phrase, qui sera lue par vos financeurs 1",
    ]
    formulaire = page.select_one("#anomalies form")
    assert formulaire["action"] == reverse("espace:justifier", args=[bilan.pk])
    assert {i["name"]: i["value"] for i in formulaire.select("input") if i["name"] != "csrfmiddlewaretoken"} == {
        "regle": "R12",
        "feuille": str(feuille_de(bilan).pk),
    }


def test_justification_ecrite_depuis_l_ensemble_y_revient(client, camille, structure):
    reponses = REPONSES_COHERENTES | {"F.F12.F": 0, "F.F12.H": 0, "F.F12.QPV": 0}
    bilan = bilan_de(structure, campagne_ouverte(2025), EtatBilan.EN_COURS, reponses)
    donnees = {i["name"]: i["value"] for i in ensemble(client, bilan).select("#anomalies form input")}

    client.post(reverse("espace:justifier", args=[bilan.pk]), donnees | {"texte": "Petite cohorte, très suivie."})

    page = ensemble(client, bilan)
    assert page.select_one(".justification").get_text(strip=True) == "Petite cohorte, très suivie."
    assert page.select_one(".justifier summary").get_text(" ", strip=True).startswith("Modifier la justification")


def test_ensemble_offre_la_transmission_a_qui_signe(client, structure, bilan):
    client.force_login(responsable(structure))

    page = ensemble(client, bilan)

    formulaire = page.find("form", action=reverse("espace:transmettre", args=[bilan.pk]))
    assert formulaire.textarea["name"] == "commentaire"
    assert "Il reste 4 anomalies à corriger ou à justifier" in page.text


def test_ensemble_dit_au_contributeur_qui_signe(client, camille, bilan):
    page = ensemble(client, bilan)

    assert page.find("form", action=reverse("espace:transmettre", args=[bilan.pk])) is None
    assert "La transmission revient à la personne responsable de votre structure" in page.text


def test_ensemble_d_une_campagne_close_ne_mene_plus_a_la_saisie(client, camille, bilan):
    bilan.campagne.envoi_jusqu_au = date(2026, 6, 30)
    bilan.campagne.save()

    page = ensemble(client, bilan)

    assert "La campagne est close depuis le 30 juin 2026" in page.select_one(".alerte").text
    assert page.select(".ensemble__table a") == []
    assert page.select("#anomalies a") == []


def test_ensemble_montre_le_motif_du_retour(client, camille, structure):
    bilan = bilan_de(structure, campagne_ouverte(2025), EtatBilan.A_COMPLETER, motif_retour="Reprenez C2.")

    page = ensemble(client, bilan)

    assert page.select_one(".alerte").get_text(" ", strip=True) == "Ce bilan vous a été renvoyé Reprenez C2."


@pytest.mark.parametrize("departements", [["75"], ["75", "77", "92"]])
def test_ensemble_en_un_nombre_fixe_de_requetes(client, departements, django_assert_num_queries):
    structure = StructureFactory(departements=departements)
    client.force_login(responsable(structure))
    bilan_de(structure, campagne_gelee(2024), EtatBilan.VALIDE, REPONSES_COHERENTES)
    bilan = bilan_de(structure, campagne_ouverte(2025), EtatBilan.EN_COURS, REPONSES_COHERENTES)
    ConventionFactory(structure=structure, exercice=2025)
    ensemble(client, bilan)

    with django_assert_num_queries(18):
        ensemble(client, bilan)
