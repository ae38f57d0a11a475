"""The directory: one question, a list, a map and open data that answer alike."""

import csv
import io
import json
from datetime import UTC, date, datetime

import pytest

from espace_structures.structures.enums import StatutStructure, TypeStructure
from espace_structures.structures.models import AncienNom
from espace_structures.vitrines.models import Antenne, FichePage, Fraicheur
from espace_structures.vitrines.recherche.donnees_ouvertes import ENTETES
from tests.fabriques.pages import langue, site_public
from tests.fabriques.structures import StructureFactory
from tests.fabriques.vitrines import action, annuaire, fiche

pytestmark = pytest.mark.django_db
# True positions, to a few hundred metres.
PANTIN = {"code_commune": "93055", "code_postal": "93500", "latitude": 48.8945, "longitude": 2.4091}
VERSAILLES = {"code_commune": "78646", "code_postal": "78000", "latitude": 48.8014, "longitude": 2.1301}
MELUN = {"code_commune": "77288", "code_postal": "77000", "latitude": 48.5407, "longitude": 2.6600}


@pytest.fixture
def liste():
    return annuaire(site_public())


def _noms(reponse):
    return [f.title for f in reponse.context["fiches"]]


def _creer(liste, nom, departements=("75",), **champs):
    structure = {cle: champs.pop(cle) for cle in ("type", "statut") if cle in champs}
    return fiche(liste, StructureFactory(nom=nom, departements=list(departements), **structure), **champs)


def test_annuaire_liste_par_nom_les_structures_ouvertes(liste, client):
    _creer(liste, "Zénith")
    _creer(liste, "Arc")
    _creer(liste, "Fermée", statut=StatutStructure.FERMEE)
    _creer(liste, "Brouillon", live=False)

    assert _noms(client.get("/structures/")) == ["Arc", "Zénith"]


def test_annuaire_cherche_les_mots_sans_accents_et_les_anciens_noms(liste, client):
    _creer(liste, "Mission Évasion")
    _creer(liste, "Cap", accroche="Nous préparons des entretiens d’embauche avec vous.")
    renommee = _creer(liste, "Nouveau nom")
    AncienNom.objects.create(structure=renommee.structure, nom="Vieux moulin", jusqu_au=date(2026, 1, 1))

    reponses = [client.get("/structures/", {"mots": mots}) for mots in ("evasion", "entretiens", "moulin", "rien")]

    assert [_noms(reponse) for reponse in reponses] == [["Mission Évasion"], ["Cap"], ["Nouveau nom"], []]


def test_annuaire_filtre_par_departement_public_et_type(liste, client):
    _creer(liste, "Paris", publics=["qpv"])
    _creer(liste, "Deux départements", ["92", "93"], type=TypeStructure.ASSOCIATION)

    assert _noms(client.get("/structures/", {"departement": "93"})) == ["Deux départements"]
    assert _noms(client.get("/structures/", {"public": "qpv"})) == ["Paris"]
    assert _noms(client.get("/structures/", {"type": "ASSOCIATION"})) == ["Deux départements"]


def test_annuaire_range_par_distance_autour_d_une_commune(liste, client):
    _creer(liste, "À Versailles", **VERSAILLES)
    _creer(liste, "À Pantin", **PANTIN)
    _creer(liste, "À Melun", **MELUN)
    _creer(liste, "Sans adresse")

    large = client.get("/structures/", {"lieu": "Paris 19e", "rayon": "20"})
    proche = client.get("/structures/", {"lieu": "75019", "rayon": "5"})

    assert (_noms(large), _noms(proche)) == (["À Pantin"], ["À Pantin"])
    assert large.context["fiches"][0].distance == pytest.approx(1.9, abs=1.2)
    assert _noms(client.get("/structures/", {"lieu": "Paris 19e", "rayon": "50"})) == [
        "À Pantin",
        "À Versailles",
        "À Melun",
    ]


def test_annuaire_compte_la_distance_de_l_antenne_la_plus_proche(liste, client):
    loin = _creer(liste, "Siège à Melun", **MELUN)
    Antenne.objects.create(page=loin, nom="Antenne de Pantin", **PANTIN)
    sans_siege = _creer(liste, "Antenne seule")
    Antenne.objects.create(page=sans_siege, nom="Antenne de Versailles", **VERSAILLES)

    trouvees = client.get("/structures/", {"lieu": "93500", "rayon": "5"})

    assert [(f.title, round(f.distance)) for f in trouvees.context["fiches"]] == [("Siège à Melun", 0)]
    assert _noms(client.get("/structures/", {"lieu": "Versailles", "rayon": "5"})) == ["Antenne seule"]


def test_annuaire_demande_laquelle_quand_la_commune_est_ambigue(liste, client):
    _creer(liste, "Arc")

    reponse = client.get("/structures/", {"lieu": "Saint-Denis"})

    assert "Plusieurs communes répondent à" in reponse.content.decode()
    assert 'value="Saint-Denis"' in reponse.content.decode()
    assert _noms(reponse) == ["Arc"]  # the rest of the question still answers


@pytest.mark.parametrize(
    "parametres",
    [
        {"departement": "999"},
        {"public": "inconnu"},
        {"type": "x"},
        {"rayon": "-1", "lieu": ""},
        {"page": "zz"},
        {"mots": "\x00"},
        {"lieu": "\x00", "mots": "(*"},
    ],
)
def test_annuaire_ne_tombe_pas_sur_une_valeur_etrange(liste, client, parametres):
    _creer(liste, "Arc")

    assert client.get("/structures/", parametres).status_code == 200


def test_annuaire_garde_la_question_dans_ses_liens(liste, client):
    reponse = client.get("/structures/", {"lieu": "93500", "rayon": "5", "page": "1", "autre": "x"})

    assert reponse.context["adresse_points"] == "/structures/donnees-geojson/?lieu=93500&rayon=5"
    assert reponse.context["adresse_csv"] == "/structures/donnees-csv/?lieu=93500&rayon=5"


def test_geojson_donne_un_point_par_lieu_connu(liste, client):
    siege = _creer(liste, "Arc", **PANTIN, adresse="1, rue Basse")
    Antenne.objects.create(page=siege, nom="Antenne", **VERSAILLES)
    Antenne.objects.create(page=siege, nom="Sans position")
    _creer(liste, "Ailleurs", ["77"], **MELUN)

    reponse = client.get("/structures/donnees-geojson/", {"departement": "75"})

    assert reponse["Content-Type"] == "application/geo+json; charset=utf-8"
    assert [
        (point["geometry"]["coordinates"], point["properties"]["titre"], point["properties"]["adresse"])
        for point in json.loads(reponse.content)["features"]
    ] == [
        ([2.4091, 48.8945], "Arc", "1, rue Basse, 93500 Pantin"),
        ([2.1301, 48.8014], "Arc – Antenne", "78000 Versailles"),
    ]


def test_geojson_mene_aux_actions_publiees_de_la_structure(liste, client):
    une = _creer(liste, "Arc", **PANTIN)
    action(une, "Un café", debut=date(2026, 1, 1))
    action(une, "Un brouillon", live=False)
    action(_creer(liste, "Ailleurs", **MELUN), "Autre chose")

    [point] = json.loads(client.get("/structures/donnees-geojson/", {"mots": "arc"}).content)["features"]

    assert point["properties"]["actions"] == [{"titre": "Un café", "url": f"{une.full_url}un-cafe/"}]


def test_csv_dit_tout_sauf_les_personnes(liste, client):
    une = _creer(
        liste,
        "=Arc",
        ["92", "93"],
        **PANTIN,
        contact_nom="Nadia Rostand",
        contact_courriel="contact@parrainage.example",
        publics=["qpv"],
        first_published_at=datetime(2026, 1, 5, tzinfo=UTC),
    )
    Fraicheur.objects.create(page=une, confirmee_le=date(2026, 6, 2))

    reponse = client.get("/structures/donnees-csv/")

    [entetes, ligne] = csv.reader(io.StringIO(reponse.content.decode("utf-8-sig")), delimiter=";")
    lue = dict(zip(entetes, ligne, strict=True))
    assert tuple(entetes) == ENTETES
    assert (lue["nom"], lue["departements"], lue["publics"], lue["commune"], lue["latitude"]) == (
        "'=Arc",
        "92, 93",
        "qpv",
        "Pantin",
        "48,8945",
    )
    assert (lue["sur_rendez_vous"], lue["en_ligne"], lue["verifiee_le"]) == ("oui", "non", "2026-06-02")
    assert lue["page"].startswith("http://testserver/structures/")
    assert "Rostand" not in reponse.content.decode()


def test_annuaire_en_anglais_montre_la_traduction_ou_le_francais(liste, client):
    traduite = _creer(liste, "Arc")
    _creer(liste, "Pont")
    anglais = langue("en")
    accueil = liste.get_parent().copy_for_translation(anglais)
    accueil.slug = "home"
    accueil.save_revision().publish()
    liste.copy_for_translation(anglais, copy_parents=True).save_revision().publish()
    version = FichePage.objects.get(pk=traduite.pk).copy_for_translation(anglais)
    version.accroche = "We introduce volunteers to jobseekers."
    version.save_revision().publish()

    reponse = client.get("/en/structures/")

    assert [(f.title, f.locale.language_code) for f in reponse.context["fiches"]] == [("Arc", "en"), ("Pont", "fr")]
    assert 'lang="fr"' in reponse.content.decode()


@pytest.mark.parametrize("combien", [1, 3])
@pytest.mark.parametrize(("parametres", "requetes"), [({}, 9), ({"lieu": "93500", "mots": "arc"}, 10)])
def test_annuaire_coute_autant_quel_que_soit_le_nombre(
    liste, client, django_assert_num_queries, combien, parametres, requetes
):
    for rang in range(combien):
        une = _creer(liste, f"Arc {rang}", **PANTIN, publics=["qpv"])
        Antenne.objects.create(page=une, nom="Antenne", **VERSAILLES)
    client.get("/structures/", {"x": "1"})

    with django_assert_num_queries(requetes):
        client.get("/structures/", parametres)


@pytest.mark.parametrize("combien", [1, 3])
def test_geojson_coute_autant_quel_que_soit_le_nombre(liste, client, django_assert_num_queries, combien):
    for rang in range(combien):
        une = _creer(liste, f"Arc {rang}", **PANTIN, publics=["qpv"])
        Antenne.objects.create(page=une, nom="Antenne", **VERSAILLES)
    client.get("/structures/", {"x": "1"})

    with django_assert_num_queries(11):
        client.get("/structures/donnees-geojson/")


@pytest.mark.parametrize(("demande", "montre"), [("", "10"), ("20", "20"), ("7", "10"), ("x", "10")])
def test_annuaire_montre_la_distance_qui_repond(liste, client, demande, montre):
    page = client.get("/structures/", {"rayon": demande})

    assert (page.context["filtre"].form["rayon"].value(), page.context["filtre"].lus["rayon"]) == (montre, int(montre))


def test_annuaire_lie_le_refus_a_son_champ_et_garde_la_commune_choisie(liste, client):
    _creer(liste, "À Saint-Denis", **{**PANTIN, "code_commune": "93066", "latitude": 48.9356, "longitude": 2.3539})
    ambigue = client.get("/structures/", {"lieu": "Saint-Denis"}).content.decode()

    choisie = client.get("/structures/", {"lieu": "Saint-Denis", "lieu_choix": "93066", "rayon": "5"})

    assert 'aria-invalid="true"' in ambigue
    assert 'aria-describedby="lieu_error"' in ambigue
    assert 'id="lieu_error"' in ambigue
    assert (_noms(choisie), choisie.context["filtre"].lus["lieu"].code) == (["À Saint-Denis"], "93066")
    assert len(json.loads(client.get(choisie.context["adresse_points"]).content)["features"]) == 1
    assert choisie.context["adresse_csv"].endswith("?lieu=Saint-Denis&lieu_choix=93066&rayon=5")
