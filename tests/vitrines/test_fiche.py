"""The public sheet of a structure."""

import re
from datetime import UTC, date, datetime

import pytest
from django.core.cache import cache

from espace_structures.structures.enums import StatutStructure
from espace_structures.structures.models import Structure
from espace_structures.vitrines.models import Antenne, FichePage, Fraicheur
from home.models import TerritoiresPage
from tests.fabriques.pages import image, site_public, sous
from tests.fabriques.structures import StructureFactory
from tests.fabriques.vitrines import action, annuaire, fiche, photo

pytestmark = [pytest.mark.django_db, pytest.mark.une_base]


@pytest.fixture
def liste():
    return annuaire(site_public())


def lire(client, page) -> str:
    """The page as a visitor reads it, spaces folded."""
    reponse = client.get(page.url)
    assert reponse.status_code == 200
    return re.sub(r"[ \n]+", " ", reponse.content.decode())


def test_fiche_dit_qui_ou_comment_et_pour_qui(client, liste):
    page = fiche(
        liste,
        StructureFactory(nom="Relais 93", departements=["93", "75"]),
        publics=["jeunes-26"],
        en_ligne=True,
        accueil="Le mardi matin.",
        presentation="<p>Depuis 1998.</p>",
        territoire="Montreuil et Bagnolet",
        contact_nom="Inès",
        contact_telephone="01 44 55 66 77",
        site="https://www.relais.example/accueil/",
        adresse="3 rue des Lilas",
        code_postal="93100",
        code_commune="93048",
        logo=image(),
    )

    contenu = lire(client, page)

    for attendu in (
        "<h1>Relais 93</h1>",
        '<p class="surtitre">Mission locale</p>',
        "Sur rendez-vous",
        "Mise en relation en ligne",
        "Le mardi matin.",
        "Depuis 1998.",
        "Jeunes de moins de 26 ans",
        "Montreuil et Bagnolet",
        "Seine-Saint-Denis",
        '<a href="tel:+33144556677">01 44 55 66 77</a>',
        '<a href="https://www.relais.example/accueil/">relais.example/accueil</a>',
        "<address>3 rue des Lilas<br>93100 Montreuil</address>",
        'href="/static/css/vitrines.css"',
    ):
        assert attendu in contenu
    assert "Sur simple visite" not in contenu
    assert "Paris" in contenu


def test_courriel_se_lit_mais_ne_se_moissonne_pas(client, liste):
    page = fiche(liste, contact_courriel="ines@relais.example")

    contenu = client.get(page.url).content.decode()

    assert "ines@relais.example" not in contenu
    assert "mailto:" not in contenu
    lien = "".join(f"&#{ord(lettre)};" for lettre in "mailto:ines@relais.example")
    assert f'<a href="{lien}">' in contenu


def test_fiche_presque_vide_se_lit_sans_trou(client, liste):
    contenu = lire(client, fiche(liste, sur_rendez_vous=False))

    assert "La structure n’a pas encore donné de contact." in contenu
    assert "La structure ne l’a pas encore précisé" in contenu
    assert ("Pour qui" in contenu, 'id="antennes"' in contenu, 'id="actions"' in contenu) == (False, False, False)


def test_antennes_sont_listees(client, liste):
    page = fiche(liste)
    Antenne.objects.create(page=page, nom="Antenne de Bondy", adresse="1 place Neuve", horaires="Le jeudi")

    contenu = lire(client, page)

    assert "Son antenne" in contenu
    assert "<h3>Antenne de Bondy</h3>" in contenu
    assert "Le jeudi" in contenu


def test_carte_quand_la_position_est_connue(client, liste):
    assert "data-carte" not in lire(client, fiche(liste))
    page = fiche(liste, code_commune="93048", latitude=48.8638, longitude=2.4485)
    adresse = f"/fiches/{page.pk}/points.geojson"

    contenu = lire(client, page)

    assert f'data-points="{adresse}"' in contenu
    assert 'data-zone="93"' in contenu
    [point] = client.get(adresse).json()["features"]
    assert point["geometry"] == {"type": "Point", "coordinates": [2.4485, 48.8638]}
    assert point["properties"]["url"] == page.url
    page.unpublish()
    assert client.get(adresse).status_code == 404


def test_departements_menent_a_leur_page_quand_elle_existe(client, liste):
    page = fiche(liste, StructureFactory(departements=["93"]))
    assert '<span class="badge">Seine-Saint-Denis</span>' in lire(client, page)
    cache.clear()
    sous(liste.get_parent(), TerritoiresPage, title="Territoires", slug="territoires")

    contenu = lire(client, page)

    assert '<a class="badge" href="/territoires/93-seine-saint-denis/">Seine-Saint-Denis</a>' in contenu
    assert client.get("/territoires/93-seine-saint-denis/").status_code == 200


def test_actions_publiees_seules_celles_en_cours_d_abord(client, liste):
    page = fiche(liste)
    parution = datetime(2026, 2, 1, tzinfo=UTC)
    action(page, "Finie", fin=date(2026, 1, 31), first_published_at=datetime(2026, 3, 1, tzinfo=UTC))
    action(page, "En cours", first_published_at=parution)
    action(page, "Brouillon", live=False)
    action(fiche(liste), "Celle d’une autre", first_published_at=parution)

    assert [a.title for a in client.get(page.url).context["actions"]] == ["En cours", "Finie"]


@pytest.mark.parametrize("nombre", [1, 3])
def test_fiche_en_un_nombre_fixe_de_requetes(client, liste, django_assert_num_queries, nombre):
    page = fiche(liste, StructureFactory(departements=["75", "77", "78"][:nombre]), publics=["a"], logo=image())
    for rang in range(nombre):
        Antenne.objects.create(page=page, nom=f"Antenne {rang}")
        photo(action(page, f"Action {rang}", publics=["a"]))
    client.get(page.url)  # the pictures are resized once
    cache.clear()

    with django_assert_num_queries(17):
        reponse = client.get(page.url)

    assert len(reponse.context["actions"]) == nombre


# --- Since when it is known to be true --------------------------------------------------------------------------------


def test_verification_premiere_publication_puis_confirmation(client, liste):
    page = fiche(liste, first_published_at=datetime(2026, 3, 11, 23, 30, tzinfo=UTC))
    assert "Vérifié le 12 mars 2026" in lire(client, page)

    cache.clear()
    Fraicheur.objects.create(page=page, confirmee_le=date(2026, 11, 1))

    assert "Vérifié le 1er novembre 2026" in lire(client, page)


@pytest.mark.parametrize(("jour", "perimee"), [(date(2025, 11, 25), False), (date(2025, 11, 24), True)])
def test_perimee_au_bout_d_un_an(liste, jour, perimee):
    page = fiche(liste)
    Fraicheur.objects.create(page=page, confirmee_le=jour)

    assert FichePage.objects.get().est_perimee(date(2026, 11, 24)) is perimee
    assert FichePage.objects.perimees(date(2026, 11, 24)).exists() is perimee


def test_perimee_le_dit(client, liste):
    page = fiche(liste)
    Fraicheur.objects.create(page=page, confirmee_le=date(2020, 3, 12))

    contenu = lire(client, page)

    assert "À vérifier\u00a0: personne n’a confirmé ces informations depuis le 12 mars 2020." in contenu
    assert "Vérifié le" not in contenu


# --- A closed structure -----------------------------------------------------------------------------------------------


def fermer(structure: Structure, **champs) -> None:
    Structure.objects.filter(pk=structure.pk).update(
        statut=StatutStructure.FERMEE, fermee_le=date(2026, 6, 30), **champs
    )


def test_fermee_garde_son_adresse_et_nomme_qui_prend_la_suite(client, liste):
    suite = fiche(liste, StructureFactory(nom="La suite"))
    page = fiche(liste, StructureFactory(nom="L’ancienne"))
    assert "noindex" not in lire(client, page)
    cache.clear()
    fermer(page.structure, successeur=suite.structure)

    contenu = lire(client, page)

    assert "Cette structure a fermé le 30 juin 2026" in contenu
    assert f'<a href="{suite.url}">La suite</a> prend la suite' in contenu
    assert '<meta name="robots" content="noindex">' in contenu


def test_fermee_sans_fiche_de_la_suite_la_nomme_sans_lien(client, liste):
    page = fiche(liste)
    fermer(page.structure, successeur=StructureFactory(nom="La suite"))

    contenu = lire(client, page)

    assert "La suite prend la suite" in contenu
    assert ">La suite</a>" not in contenu


def test_fermee_sans_suite_dit_ou_chercher(client, liste):
    page = fiche(liste)
    fermer(page.structure)

    assert "cherchez une autre structure près de chez vous" in lire(client, page)


def test_fermee_quitte_les_listes(liste):
    ouverte, fermee = fiche(liste), fiche(liste)
    assert FichePage.objects.de_structures_actives().count() == 2

    fermer(fermee.structure)

    assert list(FichePage.objects.de_structures_actives()) == [ouverte]
