"""The public page of an action."""

import re
from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.cache import cache
from django.utils import timezone, translation

from espace_structures.vitrines.models import ActionPage, Fraicheur, PhotoAction
from espace_structures.vitrines.models.periode import dire_la_periode
from tests.fabriques.pages import image, site_public
from tests.fabriques.structures import StructureFactory, animateur, membre
from tests.fabriques.vitrines import action, annuaire, chiffre, fiche, photo, temoignage

pytestmark = pytest.mark.django_db
HIER, AUJOURDHUI, DEMAIN = (timedelta(days=ecart) for ecart in (-1, 0, 1))


@pytest.fixture
def liste():
    return annuaire(site_public())


@pytest.fixture
def page_fiche(liste):
    return fiche(liste, StructureFactory(nom="Relais 93", departements=["93"]))


def lire(client, page) -> str:
    reponse = client.get(page.url)
    assert reponse.status_code == 200
    return re.sub(r"[ \n]+", " ", reponse.content.decode())


def test_action_dit_tout_ce_qu_on_sait_d_elle(client, page_fiche):
    page = action(
        page_fiche,
        "Un café, un métier",
        ["93"],
        ["jeunes-26"],
        deroulement="<p>Chaque jeudi.</p>",
        resultats="<p>Des portes s’ouvrent.</p>",
        partenaires="Le club d’entreprises",
        lieu="Maison de quartier",
        contact_telephone="01 44 55 66 77",
        last_published_at=datetime(2026, 5, 4, tzinfo=UTC),
    )
    chiffre(page, "1234.5", "entretiens préparés", 2025, unite="h")
    temoignage(page)

    contenu = lire(client, page)

    for attendu in (
        "<h1>Un café, un métier</h1>",
        "Rapprocher des jeunes et des entreprises.",
        "Depuis janvier 2026",
        "Jeunes de moins de 26 ans",
        "Chaque jeudi.",
        "Le club d’entreprises",
        "Maison de quartier",
        "Seine-Saint-Denis",
        '<span class="chiffre__valeur">1\u202f234,5 h</span>',
        '<span class="chiffre__source">2025</span>',
        "J’ai repris confiance.",
        "Aïcha, marraine",
        "tel:+33144556677",
        "Page mise à jour le 4 mai 2026.",
        f'<a href="{page_fiche.url}">Relais 93</a>',
    ):
        assert attendu in contenu


@pytest.mark.parametrize(
    ("debut", "fin", "attendue"),
    [
        (date(2026, 3, 4), None, "Depuis mars 2026"),
        (date(2027, 3, 4), None, "À partir de mars 2027"),
        (date(2027, 4, 4), None, "À partir d’avril 2027"),
        (date(2026, 3, 4), date(2026, 6, 1), "De mars à juin 2026"),
        (date(2025, 10, 4), date(2026, 6, 1), "D’octobre 2025 à juin 2026"),
        (date(2026, 3, 4), date(2026, 3, 28), "En mars 2026"),
        (date(2026, 3, 1), date(2026, 3, 1), "Le 1er mars 2026"),
    ],
)
def test_periode_se_dit_comme_on_parle(debut, fin, attendue):
    with translation.override("fr"):
        assert dire_la_periode(debut, fin, le=date(2026, 11, 24)) == attendue


@pytest.mark.parametrize("nombre", [1, 3])
def test_action_en_un_nombre_fixe_de_requetes(client, liste, page_fiche, django_assert_num_queries, nombre):
    page = action(page_fiche, publics=["a"])
    for rang in range(nombre):
        photo(page)
        chiffre(page)
        temoignage(page)
        photo(action(fiche(liste), f"Proche {rang}", publics=["a"]))
    client.get(page.url)
    cache.clear()

    with django_assert_num_queries(20):
        reponse = client.get(page.url)

    assert (len(reponse.context["photos"]), len(reponse.context["proches"])) == (nombre, nombre)


def test_proches_partagent_un_public_ou_un_departement(client, liste, page_fiche):
    page = action(page_fiche, "Celle-ci", ["93"], ["jeunes-26"])
    action(fiche(liste), "Même public", ["75"], ["jeunes-26"])
    action(fiche(liste), "Même département", ["93"], ["seniors"])
    action(fiche(liste), "Rien de commun", ["75"], ["seniors"])

    assert {a.title for a in client.get(page.url).context["proches"]} == {"Même public", "Même département"}


# --- Pictures and consent ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("ecart", "montree"), [(HIER, False), (AUJOURDHUI, False), (DEMAIN, True)])
def test_photo_quitte_la_page_le_jour_dit_sans_attendre_la_tache(client, page_fiche, ecart, montree):
    page = action(page_fiche)
    photo(page, jusqu_au=timezone.localdate() + ecart, alternative="Un groupe rit.")

    contenu = client.get(page.url).content.decode()

    assert ("Un groupe rit." in contenu) is montree
    assert ("og:image" in contenu) is montree


def test_photo_porte_son_alternative_et_son_auteur(client, page_fiche):
    page = action(page_fiche)
    photo(page, alternative="Un groupe rit.", auteur="Ana")
    photo(page, alternative="Une salle vide.", auteur="Luc")

    contenu = lire(client, page)

    assert contenu.count('alt="Un groupe rit."') == 1
    assert contenu.count('alt="Une salle vide."') == 1
    assert ("Crédit\u00a0: Ana" in contenu, "Photo\u00a0: Luc" in contenu) == (True, True)


def test_image_de_partage_n_est_jamais_une_photo_dont_l_accord_a_pris_fin(page_fiche):
    commune, autre = image(), image()
    page = action(page_fiche, image_sociale=commune)
    assert page.image_de_partage == commune
    photo(page, jusqu_au=date(2020, 1, 1), image=commune)
    photo(page, image=autre)

    assert ActionPage.objects.get().image_de_partage == autre


def test_apercu_d_un_brouillon_montre_ce_qui_n_est_pas_enregistre(rf, page_fiche):
    page = action(page_fiche)
    brouillon = ActionPage.objects.get(pk=page.pk)
    brouillon.photos.add(
        PhotoAction(image=image(), alternative="Neuve", auteur="Ana", personnes=False),
        PhotoAction(image=image(), alternative="Échue", auteur="Ana", consentement_jusqu_au=date(2020, 1, 1)),
    )
    brouillon.save_revision()
    relu = ActionPage.objects.get(pk=page.pk).get_latest_revision_as_object()

    contexte = relu.get_context(rf.get(page.url))

    assert [p.alternative for p in contexte["photos"]] == ["Neuve"]
    assert ActionPage.objects.get(pk=page.pk).photos.count() == 0


# --- Fresh or not -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("fin", "dit"), [(None, True), (date(2020, 6, 1), False)])
def test_action_perimee_le_dit_tant_qu_elle_continue(client, page_fiche, fin, dit):
    page = action(page_fiche, debut=date(2019, 1, 1), fin=fin)
    Fraicheur.objects.create(page=page, confirmee_le=date(2020, 3, 12))

    assert ("À vérifier" in lire(client, page)) is dit


# --- Between peers ----------------------------------------------------------------------------------------------------


def test_interet_se_propose_aux_membres_des_autres_structures(client, page_fiche):
    page = action(page_fiche)
    adresse = f"/espace/actions/{page.pk}/interet/"
    assert adresse not in client.get(page.url).content.decode()

    propose = {}
    for role, compte in {
        "autre": membre(StructureFactory()),
        "auteur": membre(page_fiche.structure),
        "animation": animateur(),
    }.items():
        client.force_login(compte)
        propose[role] = adresse in client.get(page.url).content.decode()

    assert propose == {"autre": True, "auteur": False, "animation": False}
