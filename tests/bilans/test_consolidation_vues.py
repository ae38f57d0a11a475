"""The screens: who reads what, what is marked provisional, what is logged; queries counted."""

import io

import openpyxl
import pytest
from django.urls import reverse
from wagtail.models import ModelLogEntry

from espace_structures.bilans.enums import EtatBilan
from espace_structures.structures.enums import PerimetreFinanceur
from tests.fabriques.bilans import REPONSES_COHERENTES, bilan_de, campagne_gelee
from tests.fabriques.structures import ConventionFactory, FinanceurFactory, StructureFactory, agent, animateur, membre

pytestmark = pytest.mark.django_db
ECRANS = ["espace:consolidation", "espace:extraction"]


@pytest.fixture
def campagne():
    return campagne_gelee()


def _adresse(nom="espace:consolidation", exercice=2026):
    return reverse(nom, args=[exercice])


def _octets(reponse):
    return b"".join(reponse.streaming_content)


# --- Who -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("nom", ECRANS)
def test_consolidation_se_ferme_aux_visiteurs(campagne, client, nom):
    reponse = client.get(_adresse(nom))

    assert (reponse.status_code, reponse.url.split("?")[0]) == (302, reverse("account_login"))


@pytest.mark.parametrize("nom", ECRANS)
def test_consolidation_se_refuse_aux_membres_des_structures(campagne, client, nom):
    client.force_login(membre(StructureFactory()))

    assert client.get(_adresse(nom)).status_code == 403


@pytest.mark.parametrize("nom", ECRANS)
def test_consolidation_d_un_exercice_sans_campagne_n_existe_pas(campagne, client, nom):
    client.force_login(animateur())

    assert client.get(_adresse(nom, 2019)).status_code == 404


def test_consolidation_d_un_financeur_s_arrete_a_son_perimetre(campagne, client):
    financeur = FinanceurFactory(nom="Ville de Paris")
    bilan = bilan_de(StructureFactory(nom="Financée"), campagne, EtatBilan.VALIDE, {"B2": 5})
    bilan_de(StructureFactory(nom="Autre"), campagne, EtatBilan.VALIDE, {"B2": 7})
    ConventionFactory(structure=bilan.structure, financeur=financeur)
    client.force_login(agent(financeur))

    synthese = client.get(_adresse()).context["synthese"]
    extraite = _octets(client.get(_adresse("espace:extraction"), {"format": "csv"})).decode()

    assert synthese.perimetre.libelle() == "Ville de Paris"
    assert synthese.consolidation.total["B2"] == 5
    assert [ligne.split(";")[2] for ligne in extraite.splitlines()[1:]] == ["Financée"]


def test_consolidation_d_un_financeur_ne_compte_pas_un_departement_hors_de_son_perimetre(campagne, client):
    bilan_de(StructureFactory(departements=["75", "93"]), campagne, EtatBilan.VALIDE, {"B2": 5})
    client.force_login(agent(FinanceurFactory(perimetre=PerimetreFinanceur.DEPARTEMENTS, departements=["93"])))

    assert client.get(_adresse()).context["synthese"].consolidation.total["B2"] == 5
    reponse = client.get(_adresse(), {"departement": "75"})
    assert reponse.context["synthese"].perimetre.departement == ""


# --- What ------------------------------------------------------------------------------------------------------------


def test_consolidation_ne_compte_que_les_bilans_valides(campagne, client):
    bilan_de(StructureFactory(), campagne, EtatBilan.VALIDE, {"B2": 5})
    bilan_de(StructureFactory(), campagne, EtatBilan.TRANSMIS, {"B2": 7})
    client.force_login(animateur())

    reponse = client.get(_adresse())

    assert reponse.context["synthese"].consolidation.total["B2"] == 5
    assert "1 bilan validé sur 2 attendus" in reponse.content.decode()
    assert "provisoire</span>" not in reponse.content.decode()


def test_consolidation_provisoire_marque_chaque_tableau(campagne, client):
    bilan_de(StructureFactory(), campagne, EtatBilan.VALIDE, {"B2": 5})
    bilan_de(StructureFactory(), campagne, EtatBilan.TRANSMIS, {"B2": 7})
    client.force_login(animateur())

    reponse = client.get(_adresse(), {"provisoires": "1"})

    page = reponse.content.decode()
    assert reponse.context["synthese"].consolidation.total["B2"] == 12
    assert "Chiffres provisoires" in page
    assert "1 bilan validé sur 2 attendus, plus 1 bilan provisoire" in page
    assert page.count("<caption") == page.count('<span class="provisoire">') == 8


def test_consolidation_sans_bilan_valide_dit_que_faire(campagne, client):
    bilan_de(StructureFactory(), campagne, EtatBilan.TRANSMIS, {"B2": 7})
    client.force_login(animateur())

    page = client.get(_adresse()).content.decode()

    assert "Aucun bilan validé" in page
    assert f'href="{_adresse()}?provisoires=1"' in page
    assert "<table" not in page


def test_consolidation_garde_ses_filtres_dans_ses_liens(campagne, client):
    bilan_de(StructureFactory(departements=["75", "93"]), campagne, EtatBilan.VALIDE, {"B2": 5})
    client.force_login(animateur())

    reponse = client.get(_adresse(), {"departement": "93", "provisoires": "1"})

    assert [lien["url"] for lien in reponse.context["extractions"]] == [
        f"{_adresse('espace:extraction')}?departement=93&provisoires=1&format={voulu}"
        for voulu in ("xlsx", "csv", "csv-long")
    ]


def test_consolidation_n_ecrit_pas_l_annee_comme_un_nombre(campagne, client):
    bilan_de(StructureFactory(), campagne, EtatBilan.VALIDE, {"B2": 5})
    client.force_login(animateur())

    assert "<h1>Consolidation 2026</h1>" in client.get(_adresse()).content.decode()


def test_consolidation_dit_ce_qu_un_total_ne_dit_pas(campagne, client):
    bilan_de(StructureFactory(), campagne, EtatBilan.VALIDE, {"B2": 5})
    client.force_login(animateur())

    assert "Une personne suivie par deux structures compte deux fois" in client.get(_adresse()).content.decode()


@pytest.mark.parametrize("nombre", [1, 3])
def test_consolidation_tient_en_un_nombre_fixe_de_requetes(campagne, client, nombre, django_assert_num_queries):
    precedente = campagne_gelee(2025)
    for _rang in range(nombre):
        structure = StructureFactory(departements=["75", "93"])
        bilan_de(structure, precedente, EtatBilan.VALIDE, REPONSES_COHERENTES)
        bilan_de(structure, campagne, EtatBilan.VALIDE, REPONSES_COHERENTES)
    client.force_login(animateur())
    client.get(_adresse())

    with django_assert_num_queries(26):
        reponse = client.get(_adresse())

    assert reponse.context["synthese"].consolidation.total["B2"] == 20 * nombre


# --- Files -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("voulu", "debut", "type_mime", "fin"),
    [
        ("xlsx", b"PK", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", ".xlsx"),
        ("csv", b"\xef\xbb\xbfexercice;siret;", "text/csv; charset=utf-8", ".csv"),
        ("csv-long", b"\xef\xbb\xbfexercice;siret;", "text/csv; charset=utf-8", ".csv"),
    ],
)
def test_extraction_envoie_le_fichier_demande(campagne, client, voulu, debut, type_mime, fin):
    bilan_de(StructureFactory(), campagne, EtatBilan.VALIDE, {"B2": 5})
    client.force_login(animateur())

    reponse = client.get(_adresse("espace:extraction"), {"format": voulu})

    assert reponse["Content-Type"] == type_mime
    assert reponse["Content-Disposition"].startswith('attachment; filename="bilans-2026-valides')
    assert reponse["Content-Disposition"].endswith(f'{fin}"')
    assert _octets(reponse).startswith(debut)


def test_extraction_renvoie_a_la_meme_consolidation(campagne, client):
    bilan_de(StructureFactory(departements=["93"]), campagne, EtatBilan.VALIDE, {"B2": 5})
    client.force_login(animateur())

    reponse = client.get(_adresse("espace:extraction"), {"departement": "93"})

    feuille = openpyxl.load_workbook(io.BytesIO(_octets(reponse)))["Synthèse"]
    assert feuille["A4"].value.endswith(f"http://testserver{_adresse()}?departement=93")


def test_extraction_ne_donne_pas_les_brouillons(campagne, client):
    bilan_de(StructureFactory(nom="Transmis"), campagne, EtatBilan.TRANSMIS)
    bilan_de(StructureFactory(nom="Brouillon"), campagne, EtatBilan.EN_COURS)
    client.force_login(animateur())

    lignes = (
        _octets(client.get(_adresse("espace:extraction"), {"format": "csv", "provisoires": "1"})).decode().splitlines()
    )

    assert [ligne.split(";")[2] for ligne in lignes[1:]] == ["Transmis"]


def test_extraction_d_un_format_inconnu_n_existe_pas(campagne, client):
    client.force_login(animateur())

    assert client.get(_adresse("espace:extraction"), {"format": "pdf"}).status_code == 404


def test_extraction_s_ecrit_dans_le_journal(campagne, client):
    compte = animateur()
    client.force_login(compte)

    _octets(client.get(_adresse("espace:extraction"), {"format": "csv", "provisoires": "1"}))

    entree = ModelLogEntry.objects.get(action="bilans.extraire")
    assert (entree.user, entree.object_id) == (compte, str(campagne.pk))
    assert entree.data == {"format": "csv", "perimetre": "Toute la région", "etats": "provisoires"}
