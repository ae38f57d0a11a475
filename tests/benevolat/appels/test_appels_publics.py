"""Calls as visitors find, read and follow them."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from espace_structures.benevolat.enums import EtatAppel
from home.models import TerritoiresPage
from tests.fabriques.benevolat import LE, AppelFactory
from tests.fabriques.pages import recherche, site_public, sous
from tests.fabriques.structures import StructureFactory
from tests.fabriques.vitrines import annuaire, fiche, public

pytestmark = [pytest.mark.django_db, pytest.mark.une_base]
LISTE = "/appels-a-benevoles/"
PANTIN = {"code_commune": "93055", "latitude": 48.8945, "longitude": 2.4091}
VERSAILLES = {"code_commune": "78646", "departement": "78", "latitude": 48.8014, "longitude": 2.1301}


@pytest.fixture(autouse=True)
def accueil():
    return site_public()


def appel(titre="Un appel", **champs):
    return AppelFactory(titre=titre, **{"jusqu_au": timezone.localdate() + timedelta(days=30)} | champs)


def titres(reponse) -> list[str]:
    return [vu.titre for vu in reponse.context["appels"]]


def test_la_liste_montre_ce_qui_est_publie_et_rien_d_autre(client):
    appel("Publié")
    appel("Complet", etat=EtatAppel.COMPLET)
    appel("Brouillon", etat=EtatAppel.BROUILLON)
    appel("En relecture", etat=EtatAppel.A_RELIRE)
    appel("Clos", etat=EtatAppel.CLOS)
    appel("Passé", jusqu_au=timezone.localdate() - timedelta(days=1))
    appel("Structure fermée", structure__statut="FERMEE")

    assert titres(client.get(LISTE)) == ["Complet", "Publié"]


def test_pres_d_un_lieu_les_plus_proches_d_abord_puis_a_distance(client):
    appel("Versailles", **VERSAILLES)
    appel("À distance", modalite="DISTANCE", **VERSAILLES)
    appel("Montreuil")
    appel("Pantin", **PANTIN)

    reponse = client.get(LISTE + "?lieu=93500&rayon=10")

    assert titres(reponse) == ["Pantin", "Montreuil", "À distance"]
    assert "à moins de 10 km de Pantin, ou à distance" in " ".join(reponse.content.decode().split())


@pytest.mark.parametrize(
    ("question", "attendus"),
    [
        ("mots=soin+accompagne", ["Métiers du soin"]),
        ("departement=78", ["Ponctuel"]),
        ("forme=PONCTUEL", ["Ponctuel"]),
        ("modalite=DISTANCE", ["Ponctuel"]),
        ("modalite=PRESENCE", ["Métiers du soin"]),
        ("public=jeunes-26", ["Métiers du soin"]),
        ("secteur=J", ["Ponctuel"]),
        ("secteur=Q", ["Ponctuel", "Métiers du soin"]),
        ("forme=INCONNUE&rayon=abc&page=zzz", ["Ponctuel", "Métiers du soin"]),
        ("lieu=Nullepart", ["Ponctuel", "Métiers du soin"]),
        ("mots=introuvable", []),
        ("mots=%00introuvable", []),  # what nobody sees is taken away, then the rest is looked for
    ],
)
def test_la_recherche(client, question, attendus):
    soin = appel("Métiers du soin")
    soin.publics.add(public())
    soin.secteurs.create(secteur="Q")
    appel("Ponctuel", forme="PONCTUEL", modalite="DISTANCE", besoin="Relire un CV.", **VERSAILLES)

    assert titres(client.get(f"{LISTE}?{question}")) == attendus


@pytest.mark.parametrize("combien", [1, 3])
def test_la_liste_publique_en_un_nombre_fixe_de_requetes(client, django_assert_num_queries, combien):
    for _rang in range(combien):
        vu = appel()
        vu.publics.add(public())
        vu.secteurs.create(secteur="Q")
    client.get(LISTE)

    with django_assert_num_queries(8):
        client.get(LISTE)


@pytest.mark.parametrize(
    ("champs", "statut"),
    [
        ({}, 200),
        ({"etat": EtatAppel.COMPLET}, 200),
        ({"etat": EtatAppel.CLOS}, 410),
        ({"jusqu_au": LE.date()}, 410),
        ({"structure__statut": "FERMEE"}, 410),
        ({"etat": EtatAppel.CLOS, "publie_le": None}, 404),
        ({"etat": EtatAppel.BROUILLON, "publie_le": None}, 404),
        ({"etat": EtatAppel.BROUILLON}, 404),
        ({"etat": EtatAppel.A_RELIRE}, 404),
    ],
)
def test_la_page_d_un_appel_selon_son_etat(client, champs, statut):
    vu = appel(**champs)

    assert client.get(f"{LISTE}{vu.pk}/").status_code == statut


def test_la_page_dit_tout_et_propose_d_autres_appels(client, accueil):
    structure = StructureFactory(nom="Relais de Montreuil", departements=["93"])
    page_fiche = fiche(annuaire(accueil), structure)
    vu = appel("Marraine", structure=structure, rythme="Deux heures par mois", en_soiree=True, mineurs_proteges=True)
    appel("Le voisin", **PANTIN)
    appel("Trop loin", **VERSAILLES)

    texte = client.get(f"{LISTE}{vu.pk}/").content.decode()

    for attendu in ("Deux heures par mois", "En semaine, le soir", "honorabilité", "2 places sur 2", page_fiche.url):
        assert attendu in texte
    assert ("Le voisin" in texte, "Trop loin" in texte) == (True, False)
    assert f'rel="canonical" href="http://testserver{LISTE}{vu.pk}/"' in texte or 'rel="canonical"' in texte


def test_un_appel_complet_ouvre_la_liste_d_attente(client):
    texte = client.get(f"{LISTE}{appel(etat=EtatAppel.COMPLET).pk}/").content.decode()

    assert "Toutes les places sont prises" in texte


def test_un_appel_fini_en_propose_d_autres_et_reste_hors_des_moteurs(client):
    appel("Le voisin", **PANTIN)

    texte = client.get(f"{LISTE}{appel(etat=EtatAppel.CLOS).pk}/").content.decode()

    assert "Cet appel est terminé" in texte
    assert "Le voisin" in texte
    assert 'content="noindex"' in texte


def test_le_flux_et_les_points_suivent_la_recherche(client):
    montreuil, versailles = appel("Montreuil"), appel("Versailles", **VERSAILLES)
    appel("Complet", etat=EtatAppel.COMPLET)

    flux = client.get(f"{LISTE}flux.rss?departement=93").content.decode()
    points = client.get(f"{LISTE}points.geojson?departement=78").json()["features"]
    seul = client.get(f"{LISTE}points.geojson?appel={montreuil.pk}").json()["features"]

    assert ("Montreuil" in flux, "Versailles" in flux, "Complet" in flux) == (True, False, False)
    assert [(p["properties"]["titre"], p["geometry"]["coordinates"]) for p in points] == [
        ("Versailles", [2.1301, 48.8014])
    ]
    assert [p["properties"]["url"] for p in seul] == [reverse("benevolat:appel", args=[montreuil.pk])]
    assert versailles.pk != montreuil.pk


def test_le_plan_du_site_connait_les_appels(client):
    vu, clos = appel(), appel(etat=EtatAppel.CLOS)

    plan = client.get("/sitemap.xml").content.decode()

    assert f"{LISTE}{vu.pk}/" in plan
    assert f"{LISTE}{clos.pk}/" not in plan


def test_les_appels_paraissent_sur_la_fiche_le_territoire_et_l_accueil(client, accueil):
    structure = StructureFactory(departements=["93"])
    page_fiche = fiche(annuaire(accueil), structure)
    sous(accueil, TerritoiresPage, title="Territoires", slug="territoires")
    appel("Celui de la structure", structure=structure)
    appel("D’ailleurs", **VERSAILLES)

    sur = {
        nom: client.get(adresse).content.decode()
        for nom, adresse in {
            "fiche": page_fiche.url,
            "territoire": "/territoires/93-seine-saint-denis/",
            "accueil": "/",
        }.items()
    }

    assert {nom: "Celui de la structure" in texte for nom, texte in sur.items()} == dict.fromkeys(sur, True)
    assert {nom: "D’ailleurs" in texte for nom, texte in sur.items()} == {
        "fiche": False,
        "territoire": False,
        "accueil": True,
    }


def test_la_recherche_du_site_trouve_les_appels_ouverts(client, accueil):
    recherche(accueil)
    appel("Mentor pour le numérique")
    appel("Mentor pour la santé")
    appel("Un numérique terminé", etat=EtatAppel.CLOS)

    trouves = client.get("/recherche/", {"q": "NUMERIQUE mentor"}).content.decode()
    rien = client.get("/recherche/", {"q": '"'}).content.decode()

    assert "Mentor pour le numérique" in trouves
    assert "Mentor pour la santé" not in trouves
    assert "numérique terminé" not in trouves
    assert "Mentor" not in rien
