"""Communes of France: what the data promise, and that people find theirs however they write it."""

import csv
import gzip
import json

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from hypothesis import given
from hypothesis import strategies as st

from portal.socle.entrees.textes import normaliser, resserrer
from portal.socle.geographie import DEPARTEMENTS, REGIONS, departements_de_la_region
from portal.socle.geographie.communes import ANCIENNES, chercher_communes, commune, reconnaitre_commune, toutes
from portal.socle.geographie.saisie import Demande, lire

pytestmark = pytest.mark.une_base


def libelles(communes) -> list[str]:
    return [une.libelle for une in communes]


# --- Data ------------------------------------------------------------------------------------------------------------


def test_communes_couvrent_la_france_entiere():
    communes = toutes().values()
    hors_arrondissements = [une for une in communes if une.code[:3] not in ("751", "132", "693")]

    assert 34_500 < len(hors_arrondissements) + 45 < 35_500
    assert {une.departement for une in communes} == set(DEPARTEMENTS)
    assert {une.region for une in communes} == set(REGIONS)
    assert 66_000_000 < sum(une.population for une in hors_arrondissements) < 70_000_000


@pytest.mark.parametrize(
    ("ville", "debut", "nombre"), [("75056", "751", 20), ("69123", "6938", 9), ("13055", "132", 16)]
)
def test_arrondissements_municipaux_se_partagent_les_codes_postaux_de_leur_ville(ville, debut, nombre):
    arrondissements = [une for code, une in toutes().items() if code.startswith(debut) and une.nom[-1] in "er"]
    arrondissements = [une for une in arrondissements if une.nom.split()[0] == commune(ville).nom]

    assert len(arrondissements) == nombre
    assert {code for une in arrondissements for code in une.codes_postaux} == set(commune(ville).codes_postaux)


def test_positions_sont_connues_ou_dites_estimees():
    d_ile_de_france = [une for une in toutes().values() if une.region == "11"]
    estimees = [une for une in d_ile_de_france if une.position_estimee]

    assert len(d_ile_de_france) == 1266 + 20
    assert len(estimees) < 340
    assert max(une.population for une in estimees) < 5000
    assert {
        une.code for une in d_ile_de_france if not (48.1 < une.latitude < 49.3 and 1.4 < une.longitude < 3.6)
    } == set()


@pytest.mark.parametrize(
    ("code", "latitude", "longitude"),
    [("75056", 48.8566, 2.3522), ("93048", 48.8634, 2.4426), ("78646", 48.8035, 2.1266), ("97411", -20.8789, 55.4481)],
)
def test_positions_sont_celles_des_cartes(code, latitude, longitude):
    trouvee = commune(code)

    assert (trouvee.latitude, trouvee.longitude) == (
        pytest.approx(latitude, abs=0.02),
        pytest.approx(longitude, abs=0.02),
    )


def test_commune_dit_ce_qu_on_lui_demande():
    montreuil = commune("93048")

    assert (montreuil.nom, montreuil.departement, montreuil.region, montreuil.code_postal, str(montreuil)) == (
        "Montreuil",
        "93",
        "11",
        "93100",
        "Montreuil (93)",
    )
    assert (commune("97411").departement, commune("2A004").departement) == ("974", "2A")
    assert (commune("00000"), commune("")) == (None, None)


@pytest.mark.parametrize(
    ("fichier", "codes", "poids"),
    [
        ("geo/departements.geojson", list(DEPARTEMENTS), 250_000),
        ("geo/departements-11.geojson", departements_de_la_region("11"), 60_000),
    ],
)
def test_contours_sont_ceux_des_departements(fichier, codes, poids):
    chemin = finders.find(fichier)
    contenu = (settings.RACINE / "static" / fichier).read_bytes()
    collection = json.loads(contenu)

    assert chemin == str(settings.RACINE / "static" / fichier)
    assert [une["properties"]["code"] for une in collection["features"]] == codes
    assert {une["properties"]["nom"] for une in collection["features"]} == {DEPARTEMENTS[code][0] for code in codes}
    assert len(contenu) < poids
    assert "CC BY 4.0" in collection["source"]


@pytest.mark.parametrize("fichier", ["geo/departements.geojson", "geo/departements-11.geojson"])
def test_prefectures_sont_dans_le_contour_de_leur_departement(fichier):
    prefectures = {"75": "75056", "77": "77288", "78": "78646", "91": "91228", "92": "92050", "93": "93008"}
    prefectures |= {"94": "94028", "95": "95500"}
    formes = {
        une["properties"]["code"]: une["geometry"]["coordinates"]
        for une in json.loads((settings.RACINE / "static" / fichier).read_bytes())["features"]
    }

    dehors = [code for code, chef_lieu in prefectures.items() if not _contient(formes[code], commune(chef_lieu))]

    assert dehors == []


def _contient(polygones, lieu) -> bool:
    """Whether a place is inside, by counting the sides that a line to the east crosses."""
    dedans = False
    for polygone in polygones:
        for (x1, y1), (x2, y2) in zip(polygone[0], polygone[0][1:], strict=False):
            traverse = (y1 > lieu.latitude) != (y2 > lieu.latitude)
            if traverse and lieu.longitude < x1 + (lieu.latitude - y1) * (x2 - x1) / (y2 - y1):
                dedans = not dedans
    return dedans


# --- Text ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("texte", "attendu"),
    [
        ("L’Haÿ-les-Roses", "l hay les roses"),
        ("Œuilly", "oeuilly"),
        ("St-Ouen s/ Seine", "saint ouen sur seine"),
        ("Ste Geneviève des Bois", "sainte genevieve des bois"),
        ("  ÉVRY   ", "evry"),
        ("Château-d'Œx", "chateau d oex"),
    ],
)
def test_normaliser_ne_garde_que_les_mots(texte, attendu):
    assert normaliser(texte) == attendu


@given(st.text(max_size=60))
def test_normaliser_deux_fois_ne_change_plus_rien(texte):
    une_fois = normaliser(texte)

    assert normaliser(une_fois) == une_fois
    assert " " not in resserrer(une_fois)


@pytest.mark.parametrize(
    ("texte", "attendu"),
    [
        ("93100 Montreuil", Demande("montreuil", "93100", ("93",))),
        ("Montreuil (93)", Demande("montreuil", "", ("93",))),
        ("Montreuil 93", Demande("montreuil", "", ("93",))),
        ("Ajaccio 2a", Demande("ajaccio", "", ("2A",))),
        ("Saint-Denis (974)", Demande("saint denis", "", ("974",))),
        ("97400", Demande("", "97400", ("974",))),
        ("20000", Demande("", "20000", ("2A", "2B"))),
        ("99999", Demande("", "99999", ())),
        ("9310", Demande("", "9310", ("93",))),
        ("93 100", Demande("", "93100", ("93",))),
        ("93\u00a0100 Montreuil", Demande("montreuil", "93100", ("93",))),
        ("Paris 11", Demande("paris 11e")),
        ("Paris 01", Demande("paris 1er")),
        ("paris 3ème arrondissement", Demande("paris 3e")),
        ("Paris 75", Demande("paris", "", ("75",))),
        ("Marseille 13", Demande("marseille 13e")),
        ("Marseille (13)", Demande("marseille", "", ("13",))),
        ("93105 Montreuil CEDEX", Demande("montreuil", "93105", ("93",))),
        ("75680 Paris cedex 14", Demande("paris", "75680", ("75",))),
        ("Villeneuve 88 88", Demande("villeneuve 88", "", ("88",))),
        ("Marcillac 00", Demande("marcillac 00")),
        ("", Demande()),
    ],
)
def test_saisie_est_demontee_comme_elle_se_lit(texte, attendu):
    assert lire(texte) == attendu


# --- Search ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("texte", "attendu"),
    [
        ("Saint-Denis (93)", ["Saint-Denis (93)"]),
        ("st denis 974", ["Saint-Denis (974)"]),
        ("97400 Saint Denis", ["Saint-Denis (974)"]),
        ("Saint-Denis", ["Saint-Denis (974)", "Saint-Denis (93)", "Saint-Denis (11)", "Saint-Denis (30)"]),
        ("L'Hay les Roses", ["L’Haÿ-les-Roses (94)"]),
        ("lhay-les-roses", ["L’Haÿ-les-Roses (94)"]),
        ("haÿ-les-roses", ["L’Haÿ-les-Roses (94)"]),
        ("LE KREMLIN BICETRE", ["Le Kremlin-Bicêtre (94)"]),
        ("kremlin", ["Le Kremlin-Bicêtre (94)"]),
        ("75011", ["Paris 11e (75)"]),
        ("75011 Paris", ["Paris 11e (75)"]),
        ("75116", ["Paris 16e (75)"]),
        ("Paris 11e arrondissement", ["Paris 11e (75)"]),
        ("Paris", ["Paris (75)"]),
        ("lyon 3", ["Lyon 3e (69)"]),
        ("Courcouronnes", ["Évry-Courcouronnes (91)"]),
        ("Évry", ["Évry-Courcouronnes (91)", "Évry-Grégy-sur-Yerre (77)", "Évry (89)"]),
        ("oeuilly", ["Œuilly (51)", "Œuilly (02)"]),
        ("St Ouen", ["Saint-Ouen-sur-Seine (93)", "Saint-Ouen-l’Aumône (95)", "Saint-Ouen (41)", "Saint-Ouen (80)"]),
        ("Saint-Ouen (80)", ["Saint-Ouen (80)"]),
        ("Ste Genevieve des bois (91)", ["Sainte-Geneviève-des-Bois (91)"]),
        ("Clichy", ["Clichy (92)"]),
        ("93105 Montreuil cedex", ["Montreuil (93)"]),
        # Merged or renamed: the commune that took over, before a smaller homonym elsewhere.
        ("Pierrefitte-sur-Seine", ["Saint-Denis (93)"]),
        ("Rocquencourt", ["Le Chesnay-Rocquencourt (78)"]),
        ("Méréville", ["Le Mérévillois (91)"]),
        ("Écuelles", ["Moret-Loing-et-Orvanne (77)"]),
        ("moret sur loing", ["Moret-Loing-et-Orvanne (77)"]),
        ("Cherbourg-Octeville", ["Cherbourg-en-Cotentin (50)"]),
        ("Pierrefitte 93380", ["Saint-Denis (93)"]),
        ("Rocquencourt (60)", ["Rocquencourt (60)"]),
        ("Méréville 54", ["Méréville (54)"]),
        # A homonym elsewhere never wins alone over a commune of the region that bears the name.
        ("Billancourt", ["Boulogne-Billancourt (92)", "Billancourt (80)"]),
        ("Vienne", ["Vienne (38)", "Vienne-en-Arthies (95)"]),
        ("93 100", ["Montreuil (93)"]),
        ("93\u202f100 Montreuil", ["Montreuil (93)"]),
        ("Montreuil 93 100", ["Montreuil (93)"]),
        ("Trifouillis-les-Oies", []),
        ("93100 Lyon", []),
        ("", []),
        ("   ", []),
        ("!?", []),
    ],
)
def test_commune_est_reconnue_comme_on_l_ecrit(texte, attendu):
    assert libelles(reconnaitre_commune(texte)) == attendu


@pytest.mark.parametrize(
    ("texte", "attendu"),
    [
        ("montr", ["Montreuil (93)", "Montrouge (92)", "Montrond-les-Bains (42)", "Montredon-Labessonnié (81)"]),
        ("villejuif", ["Villejuif (94)"]),
        ("Y", ["Yerres (91)", "Yutz (57)", "Yzeure (03)", "Y (80)"]),
        ("9311", ["Rosny-sous-Bois (93)"]),
        ("", []),
    ],
)
def test_recherche_propose_les_plus_peuplees_d_abord(texte, attendu):
    trouvees = chercher_communes(texte, limite=4)

    assert libelles(trouvees)[:1] == attendu[:1]
    assert [une.population for une in trouvees] == sorted((une.population for une in trouvees), reverse=True)
    assert len(trouvees) <= 4


def test_recherche_met_le_debut_du_nom_avant_le_debut_d_un_mot():
    trouvees = libelles(chercher_communes("billancourt"))

    assert trouvees == ["Billancourt (80)", "Boulogne-Billancourt (92)"]


def test_recherche_n_oublie_jamais_le_nom_exact():
    assert "Y (80)" in libelles(chercher_communes("y", limite=2))


def test_recherche_se_borne_aux_departements_demandes():
    assert libelles(chercher_communes("Saint-Denis", departements=["93", "94"])) == [
        "Saint-Denis (93)",
        "L’Île-Saint-Denis (93)",
    ]
    assert reconnaitre_commune("Lyon", departements=["75"]) == []


def test_chaque_commune_se_reconnait_a_son_libelle_ou_se_choisit_parmi_ses_homonymes():
    d_ile_de_france = [une for une in toutes().values() if une.region == "11"]

    perdues = [une.libelle for une in d_ile_de_france if reconnaitre_commune(une.libelle) != [une]]

    assert perdues == []


def test_nom_ancien_propose_la_commune_qui_l_a_repris(client):
    [premiere, *_autres] = client.get("/geographie/communes.json", {"q": "pierrefit"}).json()["communes"]

    assert premiere == {
        "code": "93066",
        "libelle": "Saint-Denis (93)",
        "code_postal": "93200",
        "ancien": "Pierrefitte-sur-Seine",
    }


def test_chaque_nom_ancien_de_la_region_mene_a_une_commune_de_la_region():
    with gzip.open(ANCIENNES, "rt", encoding="utf-8") as fichier:
        anciens = [(nom, commune(code)) for nom, code in csv.reader(fichier, delimiter=";") if nom != "nom"]

    d_ici = [(nom, successeur) for nom, successeur in anciens if successeur.region == "11"]
    perdus = [nom for nom, successeur in d_ici if successeur not in reconnaitre_commune(nom)]

    assert (len(anciens) > 2400, len(d_ici) > 10, perdus) == (True, True, [])


@given(st.text(max_size=120))
def test_recherche_accepte_n_importe_quel_texte(texte):
    assert len(chercher_communes(texte)) <= 8


# --- JSON ------------------------------------------------------------------------------------------------------------


def test_communes_json_se_lit_sans_compte_et_se_garde_un_jour(client):
    reponse = client.get("/geographie/communes.json", {"q": "montreuil (93"})

    assert (reponse.status_code, reponse["Cache-Control"]) == (200, "public, max-age=86400")
    assert client.get("/geographie/communes.json", {"q": "93100"}).json() == {
        "communes": [{"code": "93048", "libelle": "Montreuil (93)", "code_postal": "93100"}]
    }


@pytest.mark.parametrize("texte", ["", " m ", "m"])
def test_communes_json_attend_deux_lettres(client, texte):
    assert client.get("/geographie/communes.json", {"q": texte}).json() == {"communes": []}


def test_communes_json_ne_fait_que_se_lire(client):
    assert client.post("/geographie/communes.json").status_code == 405
