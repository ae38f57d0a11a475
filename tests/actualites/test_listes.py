"""The lists: filters that make an address, pages, a fixed number of queries."""

from datetime import UTC, date, datetime

import pytest
from django.core.cache import cache

from actualites.models.index import PAR_PAGE
from tests.fabriques.pages import appel, article, illustree, liste_actualites, liste_appels, site_public

pytestmark = pytest.mark.django_db


def titres(client, adresse) -> list[str]:
    return [trouve.title for trouve in client.get(adresse).context["articles"]]


@pytest.fixture
def liste():
    return liste_actualites(site_public())


def test_actualites_filtrees_par_etiquette_et_annee(client, liste):
    article(liste, "Mentorat 2021", ["mentorat"], date=date(2021, 3, 1))
    article(liste, "Mentorat 2022", ["mentorat"], date=date(2022, 3, 1))
    article(liste, "Autre 2022", ["bilan"], date=date(2022, 4, 1))

    assert titres(client, "/actualites/") == ["Autre 2022", "Mentorat 2022", "Mentorat 2021"]
    assert titres(client, "/actualites/?etiquette=mentorat") == ["Mentorat 2022", "Mentorat 2021"]
    assert titres(client, "/actualites/?annee=2022") == ["Autre 2022", "Mentorat 2022"]
    assert titres(client, "/actualites/?etiquette=mentorat&annee=2022") == ["Mentorat 2022"]


@pytest.mark.parametrize("mots", ["élégance", "elegance", "ELEGANCE"])
def test_actualites_par_mots_sans_egard_aux_accents(client, liste, mots):
    article(liste, "Une élégance certaine")
    article(liste, "Rien à voir")

    assert titres(client, f"/actualites/?mots={mots}") == ["Une élégance certaine"]


@pytest.mark.parametrize(
    "parametres", ["annee=abc", "annee=99999", f"annee={'9' * 5000}", "annee=²", "page=zzz", "mots=%00"]
)
def test_actualites_parametre_insense_ne_demande_rien(client, liste, parametres):
    article(liste, "Seul")

    assert titres(client, f"/actualites/?{parametres}") == ["Seul"]


def test_actualites_pagination_garde_les_filtres(client, liste):
    for numero in range(PAR_PAGE + 1):
        article(liste, f"Article {numero}", ["jeunes"], date=date(2021, 1, 1 + numero))

    premiere = client.get("/actualites/?etiquette=jeunes")
    seconde = titres(client, "/actualites/?etiquette=jeunes&page=2")

    assert 'href="?etiquette=jeunes&amp;page=2"' in premiere.content.decode()
    assert seconde == ["Article 0"]


def test_actualites_sans_resultat_propose_de_tout_voir(client, liste):
    article(liste, "Seul")

    contenu = client.get("/actualites/?annee=1999").content.decode()

    assert "Aucun article ne répond à ces critères." in contenu
    assert "Voir toutes les actualités" in contenu


@pytest.mark.parametrize("nombre", [1, 3])
def test_actualites_requetes_constantes(client, liste, django_assert_num_queries, nombre):
    for numero in range(nombre):
        article(liste, f"Article {numero}", ["jeunes"], **illustree())
    client.get("/actualites/")  # the pictures are resized once
    cache.clear()

    with django_assert_num_queries(14):
        reponse = client.get("/actualites/")

    assert len(reponse.context["articles"]) == nombre


@pytest.mark.parametrize("nombre", [1, 3])
def test_appels_requetes_constantes(client, django_assert_num_queries, nombre):
    liste = liste_appels(site_public())
    for numero in range(nombre):
        appel(liste, f"Appel {numero}")
    cache.clear()

    with django_assert_num_queries(10):
        reponse = client.get("/appels/")

    assert len(reponse.context["lignes"]) == nombre


def test_appels_filtres_par_statut(client):
    liste = liste_appels(site_public())
    appel(liste, "Ouvert")
    appel(liste, "Clos", cloture=datetime(2021, 1, 1, tzinfo=UTC))
    appel(liste, "À venir", ouverture=datetime(2080, 1, 1, tzinfo=UTC))

    def trouves(statut):
        return [ligne["appel"].title for ligne in client.get(f"/appels/?statut={statut}").context["lignes"]]

    assert trouves("") == ["Ouvert", "À venir", "Clos"]
    assert trouves("n-importe-quoi") == ["Ouvert", "À venir", "Clos"]
    assert [trouves(s) for s in ("ouvert", "clos", "a-venir", "clot-bientot")] == [
        ["Ouvert"],
        ["Clos"],
        ["À venir"],
        [],
    ]


def test_actualites_brouillon_reste_cache(client, liste):
    article(liste, "Publié")
    article(liste, "Brouillon", live=False)

    assert titres(client, "/actualites/") == ["Publié"]
    assert client.get("/actualites/brouillon/").status_code == 404
