"""The gallery of the actions, its feed, and the actions on the home page."""

from datetime import UTC, date, datetime

import pytest
from django.core.cache import cache

from espace_structures.structures.enums import StatutStructure
from espace_structures.structures.models import Structure
from home.models import PagePlan
from tests.fabriques.pages import recherche, site_public, sous
from tests.fabriques.structures import StructureFactory
from tests.fabriques.vitrines import action, annuaire, fiche, galerie, photo

pytestmark = pytest.mark.django_db


@pytest.fixture
def accueil():
    return site_public()


@pytest.fixture
def page_galerie(accueil):
    return galerie(accueil)


@pytest.fixture
def page_fiche(accueil):
    return fiche(annuaire(accueil), StructureFactory(nom="Relais 93"))


def paru(jour: int) -> dict:
    return {"first_published_at": datetime(2026, 3, jour, tzinfo=UTC)}


def titres(client, page, **parametres) -> list[str]:
    return [trouvee.title for trouvee in client.get(page.url, parametres).context["actions"]]


def test_galerie_vide_le_dit(client, page_galerie):
    assert "Aucune action n’est encore publiée." in client.get(page_galerie.url).content.decode()


def test_galerie_les_dernieres_publiees_d_abord(client, page_galerie, page_fiche):
    action(page_fiche, "Ancienne", **paru(1))
    action(page_fiche, "Récente", **paru(9))
    action(page_fiche, "Brouillon", live=False)

    assert titres(client, page_galerie) == ["Récente", "Ancienne"]
    assert "2 actions" in client.get(page_galerie.url).content.decode()


@pytest.mark.parametrize(
    ("parametres", "attendus"),
    [
        ({}, ["Mentorat à l’école", "Visites d’usines"]),
        ({"departement": "93"}, ["Visites d’usines"]),
        ({"departement": "99"}, ["Mentorat à l’école", "Visites d’usines"]),
        ({"public": "seniors"}, ["Mentorat à l’école"]),
        ({"public": "inconnu"}, []),
        ({"annee": "2024"}, ["Visites d’usines"]),
        ({"annee": "2025"}, ["Mentorat à l’école", "Visites d’usines"]),
        ({"annee": "2026"}, ["Mentorat à l’école"]),
        ({"annee": "9" * 5000}, ["Mentorat à l’école", "Visites d’usines"]),
        ({"mots": "ecole"}, ["Mentorat à l’école"]),
        ({"mots": "\x00"}, ["Mentorat à l’école", "Visites d’usines"]),
        ({"mots": "usines", "departement": "75"}, []),
    ],
)
def test_filtres(client, page_galerie, page_fiche, parametres, attendus):
    action(page_fiche, "Visites d’usines", ["93"], debut=date(2024, 12, 31), fin=date(2025, 1, 1), **paru(1))
    action(page_fiche, "Mentorat à l’école", ["75"], ["seniors"], debut=date(2025, 12, 31), **paru(2))

    assert titres(client, page_galerie, **parametres) == attendus


def test_filtres_proposes_sont_ceux_qui_trouvent(client, page_galerie, page_fiche):
    action(page_fiche, "Une", ["93"], ["seniors"], debut=date(2025, 1, 1))
    action(page_fiche, "Brouillon", ["78"], ["qpv"], debut=date(2019, 1, 1), live=False)

    formulaire = client.get(page_galerie.url).context["filtre"].form
    proposes = {nom: list(champ.widget.choices)[1:] for nom, champ in formulaire.fields.items() if nom != "mots"}

    assert proposes["departement"] == [("93", "Seine-Saint-Denis")]
    assert [code for code, _nom in proposes["public"]] == ["seniors"]
    assert proposes["annee"][-1] == (2025, "2025")


def test_aucun_resultat_propose_de_tout_revoir(client, page_galerie, page_fiche):
    action(page_fiche)

    contenu = client.get(page_galerie.url, {"mots": "introuvable"}).content.decode()

    assert "Aucune action ne répond à ces critères." in contenu
    assert f'<a href="{page_galerie.url}">Effacer les filtres</a>' in contenu


def test_pages_gardent_les_filtres(client, page_galerie, page_fiche):
    for rang in range(10):
        action(page_fiche, f"Action {rang}", ["93"], **paru(rang + 1))

    reponse = client.get(page_galerie.url, {"departement": "93", "page": "2"})

    assert [a.title for a in reponse.context["actions"]] == ["Action 0"]
    assert 'href="?departement=93&amp;page=1"' in reponse.content.decode()


def test_structure_fermee_ou_fiche_retiree_emportent_leurs_actions(client, page_galerie, page_fiche, accueil):
    action(page_fiche, "Celle-ci", **paru(1))
    autre = fiche(page_fiche.get_parent())
    action(autre, "Celle d’une fiche retirée", **paru(2))
    assert len(titres(client, page_galerie)) == 2
    cache.clear()

    autre.unpublish()
    assert titres(client, page_galerie) == ["Celle-ci"]
    cache.clear()
    Structure.objects.filter(pk=page_fiche.structure_id).update(statut=StatutStructure.FERMEE)

    assert titres(client, page_galerie) == []


@pytest.mark.parametrize("nombre", [1, 3])
def test_galerie_en_un_nombre_fixe_de_requetes(client, page_galerie, page_fiche, django_assert_num_queries, nombre):
    for rang in range(nombre):
        photo(action(page_fiche, f"Action {rang}", publics=["a"]))
    client.get(page_galerie.url)
    cache.clear()

    with django_assert_num_queries(16):
        reponse = client.get(page_galerie.url)

    assert len(reponse.context["actions"]) == nombre


def test_carte_sans_photo_montrable_prend_le_dessin(client, page_galerie, page_fiche):
    page = action(page_fiche)
    photo(page, jusqu_au=date(2020, 1, 1), alternative="Un groupe rit.")

    contenu = client.get(page_galerie.url).content.decode()

    assert "Un groupe rit." not in contenu
    assert "/static/img/carte-sans-image.svg" in contenu
    assert "Relais 93" in contenu


# --- Feed -------------------------------------------------------------------------------------------------------------


def test_flux_dit_les_dernieres_actions_sans_photo(client, page_galerie, page_fiche):
    page = action(page_fiche, "Un café", **paru(9))
    photo(page)

    reponse = client.get(f"{page_galerie.url}rss/")

    flux = reponse.content.decode()
    assert reponse["Content-Type"] == "application/rss+xml; charset=utf-8"
    assert f"<item><title>Un café</title><link>http://testserver{page.url}</link>" in flux
    assert "Mon, 09 Mar 2026" in flux
    assert ("enclosure" in flux, "/media/" in flux) == (False, False)


# --- Elsewhere on the site --------------------------------------------------------------------------------------------


def test_accueil_montre_les_trois_dernieres_actions(client, accueil, page_galerie, page_fiche):
    assert 'id="actions"' not in client.get("/").content.decode()
    cache.clear()
    for rang in range(1, 5):
        action(page_fiche, f"Action {rang}", **paru(rang))

    reponse = client.get("/")

    assert [a.title for a in reponse.context["actions"]] == ["Action 4", "Action 3", "Action 2"]
    assert f'<a href="{page_galerie.url}">Toutes les actions</a>' in reponse.content.decode()


@pytest.mark.parametrize("nombre", [1, 3])
def test_accueil_en_un_nombre_fixe_de_requetes(client, page_fiche, django_assert_num_queries, nombre):
    for rang in range(nombre):
        photo(action(page_fiche, f"Action {rang}"))
    client.get("/")
    cache.clear()

    with django_assert_num_queries(14):
        reponse = client.get("/")

    assert len(reponse.context["actions"]) == nombre


def test_recherche_trouve_fiches_et_actions(client, accueil, page_fiche):
    page = recherche(accueil)
    action(page_fiche, "Un café, un métier", partenaires="La médiathèque")

    def trouvees(mots):
        return [p.title for p in client.get(page.url, {"q": mots}).context["pages_trouvees"]]

    assert trouvees("relais") == ["Relais 93"]
    assert trouvees("mediatheque") == ["Un café, un métier"]


def test_plan_du_site_renvoie_a_l_annuaire_plutot_qu_a_chaque_fiche(client, accueil, page_fiche):
    action(page_fiche)
    page = sous(accueil, PagePlan, title="Plan", slug="plan")

    rubriques = client.get(page.url).context["rubriques"]

    assert [(r["page"].title, r["pages"]) for r in rubriques] == [("Structures", []), ("Plan", [])]


def test_plan_pour_les_moteurs_nomme_fiches_et_actions(client, page_fiche):
    page = action(page_fiche)

    plan = client.get("/sitemap.xml").content.decode()

    assert f"<loc>http://testserver{page_fiche.url}</loc>" in plan
    assert f"<loc>http://testserver{page.url}</loc>" in plan
