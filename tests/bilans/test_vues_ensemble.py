"""The overview of a bilan: how far each section is, what is left to do, who sends it."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse

from espace_structures.bilans.enums import EtatBilan
from espace_structures.bilans.metier.saisie import enregistrer
from espace_structures.bilans.models import Feuille
from tests.fabriques.bilans import REPONSES_COHERENTES, bilan_de, campagne_gelee, campagne_ouverte
from tests.fabriques.structures import (
    ConventionFactory,
    FinanceurFactory,
    StructureFactory,
    membre,
    responsable,
)

pytestmark = [pytest.mark.django_db, pytest.mark.une_base]
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
    bilan = bilan_de(structure, campagne_ouverte(2025), EtatBilan.A_COMPLETER, motif_renvoi="Reprenez C2.")

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

    with django_assert_num_queries(19):
        ensemble(client, bilan)
