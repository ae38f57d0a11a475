"""The list of bilans and a bilan to read: who sees what, in which words, in how many queries."""

from datetime import UTC, date, datetime

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse

from espace_structures.bilans import journal
from espace_structures.bilans.enums import EtatBilan
from espace_structures.bilans.metier import controle
from espace_structures.bilans.metier.suivi import avec_limite
from espace_structures.bilans.models import Bilan
from espace_structures.bilans.views.ecran_liste import lignes
from espace_structures.structures.droits import Appartenances
from espace_structures.structures.enums import PerimetreFinanceur
from tests.fabriques.bilans import REPONSES_COHERENTES, bilan_de, campagne_gelee, campagne_ouverte
from tests.fabriques.structures import (
    ConventionFactory,
    FinanceurFactory,
    StructureFactory,
    agent,
    animateur,
    responsable,
)

pytestmark = [pytest.mark.django_db, pytest.mark.une_base]

LE = datetime(2026, 3, 3, 13, 5, tzinfo=UTC)
# Session and account, memberships, the rail, then what the screen reads.
REQUETES_LISTE = 14
REQUETES_LECTURE = 25


@pytest.fixture
def ana(client):
    compte = agent(FinanceurFactory(perimetre=PerimetreFinanceur.REGION), first_name="Ana", last_name="Roy")
    client.force_login(compte)
    return compte


def page(reponse) -> BeautifulSoup:
    return BeautifulSoup(reponse.content.decode().replace("\u00a0", " ").replace("\u202f", " "), "html.parser")


def liste(client, **parametres):
    return client.get(reverse("espace:bilans"), parametres)


def rangs(reponse) -> list[list[str]]:
    """Structure, exercice and state of each row."""
    return [
        [case.get_text(" ", strip=True) for case in rang.find_all(["th", "td"])[:3]]
        for rang in page(reponse).select(".liste-bilans tbody tr")
    ]


def onglets(reponse) -> dict[str, str]:
    return {
        lien.find(string=True).strip(): lien.select_one(".badge").text for lien in page(reponse).select(".onglets a")
    }


# --- The list -------------------------------------------------------------------------------------------------------


def test_liste_d_une_structure_montre_ses_bilans_seuls_dans_ses_mots(client):
    structure = StructureFactory(nom="Passerelle")
    bilan_de(structure, campagne_ouverte(2025), EtatBilan.EN_COURS)
    bilan_de(structure, campagne_gelee(2024), EtatBilan.TRANSMIS)
    bilan_de(StructureFactory(nom="Ailleurs"), campagne_gelee(2023), EtatBilan.TRANSMIS)
    client.force_login(responsable(structure))

    reponse = liste(client, tri="nom")

    assert rangs(reponse) == [["Passerelle", "2025", "En cours"], ["Passerelle", "2024", "Transmis"]]


def test_liste_d_un_financeur_suit_sans_ouvrir_ce_qui_n_est_pas_transmis(client, ana):
    campagne = campagne_ouverte(2025)
    transmis = bilan_de(StructureFactory(nom="Transmise"), campagne, EtatBilan.TRANSMIS)
    bilan_de(StructureFactory(nom="En retard"), campagne, EtatBilan.EN_COURS)
    bilan_de(StructureFactory(nom="Ancienne"), campagne_gelee(2024), EtatBilan.VALIDE)

    reponse = liste(client)

    assert rangs(reponse) == [["Transmise", "2025", "À examiner"], ["En retard", "2025", "En cours de saisie"]]
    liens = [lien["href"] for lien in page(reponse).select(".liste-bilans a")]
    assert liens == [reverse("espace:bilan", args=[transmis.pk])]


def test_liste_compte_par_etat_quel_que_soit_l_etat_choisi(client, ana):
    campagne = campagne_gelee(2019)  # closed for long
    for etat in EtatBilan:
        bilan_de(StructureFactory(), campagne, etat)

    reponse = liste(client, etat="valide")

    assert [etat for _nom, _exercice, etat in rangs(reponse)] == ["Validé"]
    assert onglets(reponse) == {
        "Attendus": "5",
        "Pas commencé": "1",
        "En cours de saisie": "1",
        "À examiner": "1",
        "Renvoyé à la structure": "1",
        "Validé": "1",
        "En retard": "3",
    }


def test_liste_ignore_les_filtres_illisibles(client, ana):
    bilan_de(StructureFactory(nom="Passerelle"), campagne_ouverte(2025), EtatBilan.TRANSMIS)

    reponse = liste(client, exercice="abc", etat="<script>", departement="999", tri="?", page="zzz")

    assert (reponse.status_code, rangs(reponse)) == (200, [["Passerelle", "2025", "À examiner"]])


def test_liste_sans_reponse_propose_de_tout_voir(client, ana):
    bilan_de(StructureFactory(nom="Passerelle"), campagne_ouverte(2025), EtatBilan.TRANSMIS)

    reponse = liste(client, mots="introuvable")

    assert rangs(reponse) == []
    assert page(reponse).select_one(".vide a")["href"] == reverse("espace:bilans")


def test_liste_vide_dit_pourquoi(client):
    client.force_login(responsable(StructureFactory()))

    assert "dès que l’animation régionale ouvre une campagne" in page(liste(client)).select_one(".vide").text


def test_liste_pagine_en_gardant_les_filtres(client, ana):
    campagne = campagne_ouverte(2025)
    for rang in range(51):
        bilan_de(StructureFactory(nom=f"Passerelle {rang:02d}"), campagne, EtatBilan.TRANSMIS)

    premiere = liste(client, mots="passerelle", tri="nom")
    suivante = page(premiere).select_one(".pagination a[rel=next]")["href"]
    seconde = client.get(reverse("espace:bilans") + suivante)

    assert len(rangs(premiere)) == 50
    assert [nom for nom, _exercice, _etat in rangs(seconde)] == ["Passerelle 50"]


@pytest.mark.parametrize(
    ("etat", "attendu", "est_en_retard"),
    [
        (EtatBilan.A_SAISIR, "En retard de 2 jours", True),
        (EtatBilan.EN_COURS, "En retard de 2 jours", True),
        (EtatBilan.A_COMPLETER, "À transmettre avant le 30 juin 2026 inclus", False),
        (EtatBilan.TRANSMIS, "Transmis le 3 mars 2026, il y a 30 jours", False),
        (EtatBilan.VALIDE, "Validé le 4 mars 2026", False),
    ],
)
def test_liste_dit_la_date_qui_compte_dans_chaque_etat(ana, etat, attendu, est_en_retard):
    campagne = campagne_gelee(
        2025,
        ouvre_le=date(2026, 1, 15),
        envoi_jusqu_au=date(2026, 3, 31),
        examen_jusqu_au=date(2026, 6, 30),
    )
    valide_le = datetime(2026, 3, 3, 23, 30, tzinfo=UTC) if etat == EtatBilan.VALIDE else None  # the 4th in Paris
    bilan_de(StructureFactory(), campagne, etat, transmis_le=LE, valide_le=valide_le)

    (ligne,) = lignes(avec_limite(Bilan.objects.all()), Appartenances.de(ana), date(2026, 4, 2))

    assert (ligne.date, ligne.est_en_retard) == (attendu, est_en_retard)


@pytest.mark.parametrize("nombre", [1, 3])
def test_liste_en_autant_de_requetes_quel_que_soit_le_nombre(client, ana, nombre, django_assert_num_queries):
    campagne = campagne_ouverte(2025)
    for _rang in range(nombre):
        bilan_de(StructureFactory(departements=["75", "92"]), campagne, EtatBilan.TRANSMIS)
    liste(client)

    with django_assert_num_queries(REQUETES_LISTE):
        reponse = liste(client)

    assert len(rangs(reponse)) == nombre


# --- A bilan to read ------------------------------------------------------------------------------------------------


def lire(client, bilan, **parametres):
    return client.get(reverse("espace:bilan", args=[bilan.pk]), parametres)


def tableau(reponse, code) -> list[list[str]]:
    return [
        [case.get_text(" ", strip=True) for case in rang.find_all(["th", "td"])]
        for rang in page(reponse).select(f"#tableau-{code} tr")
    ]


def test_lecture_montre_tableaux_totaux_et_annee_precedente(client, ana):
    structure = StructureFactory()
    bilan_de(structure, campagne_gelee(2024), EtatBilan.VALIDE, {"C2.moins_26.F": 9})
    bilan = bilan_de(structure, campagne_ouverte(2025), EtatBilan.TRANSMIS, REPONSES_COHERENTES)

    reponse = lire(client, bilan)

    assert tableau(reponse, "C2") == [
        ["Modalité", "Femmes", "Hommes", "Non renseigné", "Total"],
        ["Moins de 26 ans", "4 2024 : 9", "3", "0", "7 2024 : 9"],
        ["26 ans et plus", "2", "1", "0", "3"],
        ["Total", "6 2024 : 9", "4", "0", "10 2024 : 9"],
        ["dont PRIJ", "1", "1", "0", "2"],
    ]
    entetes = page(reponse).select("#tableau-F thead th")
    assert [(th.text, th.get("scope"), th.get("colspan"), th.get("rowspan")) for th in entetes] == [
        ("Modalité", "col", None, "2"),
        ("Ensemble", "colgroup", "2", None),
        ("Total", "col", None, "2"),
        ("dont QPV", "colgroup", "1", None),
        ("Femmes", "col", None, None),
        ("Hommes", "col", None, None),
        ("Total", "col", None, None),
    ]
    assert page(reponse).select_one("#question-H1 dd").text == "Une année régulière."


def test_lecture_montre_chaque_taux_avec_numerateur_et_denominateur(client, ana):
    bilan = bilan_de(StructureFactory(), campagne_ouverte(2025), EtatBilan.TRANSMIS, REPONSES_COHERENTES)

    taux = [
        [case.get_text(" ", strip=True) for case in rang.find_all(["th", "td"])]
        for rang in page(lire(client, bilan)).select("section[aria-labelledby=indicateurs] tbody tr")
    ]

    assert taux == [["Taux de sortie en CDI", "50,0 %", "3", "6"], ["Coût par accompagné", "305 €", "4 270", "14"]]


def test_lecture_par_departement_ou_tous_ensemble(client, ana):
    structure = StructureFactory(departements=["75", "92"])
    bilan = bilan_de(structure, campagne_ouverte(2025), EtatBilan.TRANSMIS, REPONSES_COHERENTES)

    ensemble, paris, inconnu = (lire(client, bilan, feuille=code) for code in ("", "75", "2A"))

    lus = [page(reponse).select_one("#question-B2 dd").text.strip() for reponse in (ensemble, paris, inconnu)]
    assert lus == ["20", "10", "20"]
    assert [lien.text for lien in page(paris).select(".onglets a[aria-current]")] == ["Paris"]


def test_lecture_montre_les_anomalies_et_la_reponse_de_la_structure(client, ana):
    tout_en_cdi = REPONSES_COHERENTES | {"F.F1.F": 3, "F.F1.H": 3, "F.F12.F": 0, "F.F12.H": 0}
    structure = StructureFactory()
    bilan = bilan_de(structure, campagne_ouverte(2025), EtatBilan.EN_COURS, tout_en_cdi)
    controle.justifier(
        bilan, feuille=bilan.feuilles.get(), regle="R12", texte="Une <embauche>.", par=responsable(structure), le=LE
    )
    Bilan.objects.filter(pk=bilan.pk).update(etat=EtatBilan.TRANSMIS, transmis_le=LE)

    constats = page(lire(client, bilan)).select(".constats--a_justifier > li")

    assert [constat.get_text(" ", strip=True) for constat in constats] == [
        "Le taux de sortie en CDI est de 100 % (6 sur 6). Paris Réponse de la structure : Une <embauche>."
    ]


def test_lecture_montre_conventions_commentaire_et_historique(client, ana):
    bilan = bilan_de(StructureFactory(), campagne_ouverte(2025), EtatBilan.TRANSMIS, commentaire="Une année calme.")
    drieets = FinanceurFactory(nom="DRIEETS")
    ConventionFactory(structure=bilan.structure, exercice=2025, financeur=drieets, numero="25-01", objectif=50)
    ConventionFactory(structure=bilan.structure, exercice=2024, numero="24-01")
    journal.noter(bilan, journal.TRANSMETTRE, par=ana, le=LE, comment="Premier envoi.")

    lue = page(lire(client, bilan))

    conventions = lue.select("section[aria-labelledby=conventions] tbody tr")
    assert [[case.text.strip() for case in rang.find_all(["th", "td"])] for rang in conventions] == [
        ["DRIEETS", "P102 – accès et retour à l’emploi", "25-01", "50", "15 250 €"]
    ]
    assert lue.select_one("section[aria-labelledby=commentaire] p").text == "Une année calme."
    assert [li.select_one("strong").text for li in lue.select(".journal li")] == ["Bilan transmis"]
    assert lue.select_one(".journal blockquote").text == "Premier envoi."


@pytest.mark.parametrize(
    ("etat", "attendues"),
    [
        (EtatBilan.TRANSMIS, ["valider", "renvoyer"]),
        (EtatBilan.A_COMPLETER, []),
        (EtatBilan.VALIDE, ["rouvrir"]),
    ],
)
def test_lecture_propose_ce_que_l_etat_permet(client, ana, etat, attendues):
    bilan = bilan_de(StructureFactory(), campagne_ouverte(2025), etat)

    liens = [lien["href"] for lien in page(lire(client, bilan)).select(".barre a")]

    assert liens == [reverse(f"espace:{nom}", args=[bilan.pk]) for nom in attendues]


def test_lecture_ne_propose_rien_a_qui_ne_fait_que_lire(client):
    structure = StructureFactory()
    bilan = bilan_de(structure, campagne_ouverte(2025), EtatBilan.TRANSMIS)
    client.force_login(responsable(structure))

    reponse = lire(client, bilan)

    assert (reponse.status_code, page(reponse).select(".barre a")) == (200, [])


def test_lecture_propose_a_l_animation_de_transmettre_pour_la_structure(client):
    bilan = bilan_de(StructureFactory(), campagne_ouverte(2025), EtatBilan.EN_COURS)
    client.force_login(animateur())

    liens = [lien["href"] for lien in page(lire(client, bilan)).select(".barre a")]

    assert liens == [reverse("espace:transmettre", args=[bilan.pk])]


@pytest.mark.parametrize("departements", [["75"], ["75", "92", "93"]])
def test_lecture_en_autant_de_requetes_quel_que_soit_le_nombre_de_feuilles(
    client, ana, departements, django_assert_num_queries
):
    structure = StructureFactory(departements=departements)
    bilan_de(structure, campagne_gelee(2024), EtatBilan.VALIDE, REPONSES_COHERENTES)
    bilan = bilan_de(structure, campagne_ouverte(2025), EtatBilan.TRANSMIS, REPONSES_COHERENTES)
    ConventionFactory(structure=structure, exercice=2025)
    journal.noter(bilan, journal.TRANSMETTRE, par=ana, le=LE)
    lire(client, bilan)

    with django_assert_num_queries(REQUETES_LECTURE):
        reponse = lire(client, bilan)

    assert len(page(reponse).select(".onglets a")) == (0 if len(departements) == 1 else 4)
