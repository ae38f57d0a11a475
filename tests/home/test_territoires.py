"""The page of each département composes itself: structures, actions, news, calls, published figures."""

from datetime import UTC, date, datetime

import pytest
from bs4 import BeautifulSoup

from espace_structures.bilans.enums import EtatBilan
from espace_structures.bilans.metier.publication import publier, retirer
from espace_structures.structures.enums import StatutStructure
from espace_structures.structures.metier.cloture import fermer
from home.models import TerritoiresPage
from tests.fabriques.bilans import bilan_de, campagne_gelee
from tests.fabriques.pages import appel, article, langue, liste_actualites, liste_appels, site_public, sous
from tests.fabriques.structures import StructureFactory, animateur
from tests.fabriques.vitrines import action, annuaire, fiche

pytestmark = [pytest.mark.django_db, pytest.mark.une_base]
SEINE_SAINT_DENIS = "/territoires/93-seine-saint-denis/"
LE = datetime(2027, 6, 1, 9, tzinfo=UTC)


@pytest.fixture
def accueil():
    return site_public()


@pytest.fixture
def territoires(accueil):
    return sous(accueil, TerritoiresPage, title="Territoires", slug="territoires", show_in_menus=True)


def test_territoires_liste_les_departements_de_la_region(territoires, client):
    page = client.get("/territoires/")

    assert [departement.code for departement in page.context["page"].departements] == [
        "75",
        "77",
        "78",
        "91",
        "92",
        "93",
        "94",
        "95",
    ]


def test_territoires_comptent_les_fiches_publiees_de_structures_ouvertes(accueil, territoires, client):
    structures = annuaire(accueil)
    fiche(structures, StructureFactory(departements=["92", "93"]))
    fiche(structures, StructureFactory(departements=["93"]), live=False)
    fiche(structures, StructureFactory(departements=["93"], statut=StatutStructure.FERMEE))

    page = client.get("/territoires/").context["page"]

    assert {d.code: d.structures for d in page.departements if d.structures} == {"92": 1, "93": 1}


def test_territoire_ne_montre_que_ce_qui_le_concerne(accueil, territoires, client):
    structures, actualites, appels = annuaire(accueil), liste_actualites(accueil), liste_appels(accueil)
    ici = fiche(structures, StructureFactory(nom="Mission d’ici", departements=["93"]))
    ailleurs = fiche(structures, StructureFactory(nom="Mission d’ailleurs", departements=["78"]))
    action(ici, "Action d’ici", departements=["93"])
    action(ailleurs, "Action d’ailleurs", departements=["78"])
    article(actualites, "Article d’ici", etiquettes=["Seine-Saint-Denis"])
    article(actualites, "Article de la région", etiquettes=["Île-de-France"])
    article(actualites, "Article d’ailleurs", etiquettes=["Yvelines"])
    appel(appels, "Appel d’ici", territoire="Seine-Saint-Denis")
    appel(appels, "Appel d’ailleurs", territoire="Occitanie")

    page = client.get(SEINE_SAINT_DENIS)

    contexte = page.context
    assert [f.title for f in contexte["fiches"]] == ["Mission d’ici"]
    assert [a.title for a in contexte["actions"]] == ["Action d’ici"]
    assert [a.title for a in contexte["articles"]] == ["Article de la région", "Article d’ici"]
    assert [ligne["appel"].title for ligne in contexte["appels"]] == ["Appel d’ici"]


def test_territoire_montre_les_derniers_chiffres_publies(territoires, client):
    campagne = campagne_gelee()
    bilan_de(StructureFactory(departements=["93"]), campagne, EtatBilan.VALIDE, {"B1": 0, "B2": 34})
    avant = client.get(SEINE_SAINT_DENIS).context["chiffres"]

    publier(campagne, par=animateur(), le=datetime(2027, 6, 1, tzinfo=UTC))

    apres = client.get(SEINE_SAINT_DENIS, headers={"cache-control": "no-cache"}, query_params={"x": "1"})
    assert avant is None
    assert [(lu.chiffre.code, lu.valeur) for lu in apres.context["chiffres"].chiffres] == [
        ("entrants", 34),
        ("accompagnes", 34),
    ]
    assert "34" in apres.content.decode()


def test_territoire_vide_dit_ou_aller(territoires, client):
    page = client.get(SEINE_SAINT_DENIS).content.decode()

    assert "Aucune structure n’a encore publié sa fiche ici." in page
    assert 'href="/territoires/"' in page


def test_territoire_s_ouvre_par_son_code(territoires, client):
    reponse = client.get("/territoires/93/")

    assert (reponse.status_code, reponse.url) == (302, SEINE_SAINT_DENIS)


@pytest.mark.parametrize("chemin", ["93-paris", "13-bouches-du-rhone", "x"])
def test_territoire_inconnu_n_existe_pas(territoires, client, chemin):
    assert client.get(f"/territoires/{chemin}/").status_code == 404


def test_territoire_a_son_adresse_canonique_et_son_titre(territoires, client):
    page = client.get(SEINE_SAINT_DENIS).content.decode()

    assert f'<link rel="canonical" href="http://testserver{SEINE_SAINT_DENIS}">' in page
    assert "<title>Seine-Saint-Denis – Territoires" in page


def test_territoire_se_partage_sous_son_nom_et_son_adresse(territoires, client):
    page = client.get(SEINE_SAINT_DENIS)

    carte = {
        balise["property"]: balise["content"]
        for balise in BeautifulSoup(page.content.decode(), "html.parser").select('meta[property^="og:"]')
    }
    assert (carte["og:title"], carte["og:url"]) == (
        "Le parrainage vers l’emploi\u00a0: Seine-Saint-Denis",
        page.context["canonique"],
    )


def test_territoires_figurent_au_plan_pour_les_moteurs(territoires, client):
    plan = client.get("/sitemap.xml").content.decode()

    assert plan.count("/territoires/") == 9
    assert f"http://testserver{SEINE_SAINT_DENIS}" in plan


@pytest.mark.parametrize("combien", [1, 3])
def test_territoire_coute_autant_quel_que_soit_ce_qu_il_montre(
    accueil, territoires, client, django_assert_num_queries, combien
):
    structures, actualites = annuaire(accueil), liste_actualites(accueil)
    for rang in range(combien):
        une = fiche(structures, StructureFactory(departements=["93"]), publics=["qpv"])
        action(une, departements=["93"], debut=date(2026, 1, 1 + rang), publics=["qpv"])
        article(actualites, f"Article {rang}", etiquettes=["Seine-Saint-Denis"])
    client.get("/territoires/")  # sites and languages are kept in memory from the first page on

    with django_assert_num_queries(20):
        client.get(SEINE_SAINT_DENIS)


def test_adresse_du_departement_pour_les_autres_pages(territoires):
    assert territoires.adresse_du_departement("93") == SEINE_SAINT_DENIS
    assert territoires.adresse_du_departement("13") == ""


def test_fiche_et_annuaire_menent_au_departement(accueil, territoires, client):
    structures = annuaire(accueil)
    page = fiche(structures, StructureFactory(departements=["93"]))

    assert f'href="{SEINE_SAINT_DENIS}"' in client.get(page.url).content.decode()
    assert f'href="{SEINE_SAINT_DENIS}"' in client.get("/structures/").content.decode()
    assert client.get(SEINE_SAINT_DENIS).status_code == 200


def test_annuaire_sans_territoires_ne_mene_nulle_part(accueil, client):
    annuaire(accueil)

    assert "Par département" not in client.get("/structures/").content.decode()


def test_territoire_est_garde_en_cache(territoires, client):
    reponses = [client.get(SEINE_SAINT_DENIS) for _fois in range(2)]

    assert [reponse.headers.get("X-Cache") for reponse in reponses] == ["MISS", "HIT"]


def test_chiffres_publies_puis_retires_vident_le_cache(territoires, client, django_capture_on_commit_callbacks):
    campagne = campagne_gelee()
    bilan_de(StructureFactory(departements=["93"]), campagne, EtatBilan.VALIDE, {"B1": 0, "B2": 34})
    client.get(SEINE_SAINT_DENIS)

    with django_capture_on_commit_callbacks(execute=True):
        publier(campagne, par=animateur(), le=LE)
    apres_publication = [client.get(SEINE_SAINT_DENIS).headers["X-Cache"] for _fois in range(2)]
    with django_capture_on_commit_callbacks(execute=True):
        retirer(campagne, par=animateur(), le=LE)

    assert apres_publication == ["MISS", "HIT"]
    assert client.get(SEINE_SAINT_DENIS).headers["X-Cache"] == "MISS"


def test_fermer_une_structure_vide_le_cache(territoires, client, django_capture_on_commit_callbacks):
    structure = StructureFactory(departements=["93"])
    client.get(SEINE_SAINT_DENIS)

    with django_capture_on_commit_callbacks(execute=True):
        fermer(structure, par=animateur(), motif="Fin d’activité", fermee_le=LE.date(), le=LE)

    assert client.get(SEINE_SAINT_DENIS).headers["X-Cache"] == "MISS"


def test_territoire_en_anglais_montre_les_traductions(accueil, territoires, client):
    structures = annuaire(accueil)
    traduite = fiche(structures, StructureFactory(nom="Arc", departements=["93"]))
    fiche(structures, StructureFactory(nom="Pont", departements=["93"]))
    anglais = langue("en")
    racine = accueil.copy_for_translation(anglais)
    racine.slug = "home"
    racine.save_revision().publish()
    for page in (structures, territoires, traduite):
        page.copy_for_translation(anglais, copy_parents=True).save_revision().publish()

    reponse = client.get("/en" + SEINE_SAINT_DENIS)

    assert [(f.title, f.locale.language_code) for f in reponse.context["fiches"]] == [("Arc", "en"), ("Pont", "fr")]
    assert '<li lang="fr">' in reponse.content.decode()
