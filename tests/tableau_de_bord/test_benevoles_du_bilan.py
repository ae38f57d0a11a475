"""Section D: the figures of volunteers that the portal knows are proposed, and taken only by who ticks them."""

from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse

from espace_structures.benevolat.metier.effacement import effacer
from espace_structures.benevolat.models import Accueil
from espace_structures.bilans.enums import EtatBilan
from espace_structures.bilans.metier.definition import Colonne, DefinitionTrame, Ligne, Section, Tableau
from espace_structures.bilans.metier.lecture import reponses_de
from espace_structures.bilans.models import Feuille, Modification
from espace_structures.tableau_de_bord.metier.benevoles_du_bilan import propositions
from tests.fabriques.benevolat import LE, BenevoleFactory, EngagementFactory
from tests.fabriques.bilans import SEXES, bilan_de, campagne_ouverte
from tests.fabriques.structures import StructureFactory, membre

pytestmark = pytest.mark.django_db

JOUR = date(2027, 1, 15)
N = (Colonne(code="N", libelle="Nombre"),)


def tableau(code, titre, lignes, colonnes=N):
    return Tableau(code=code, titre=titre, lignes=tuple(Ligne(code=c, libelle=c) for c in lignes), colonnes=colonnes)


TRAME = DefinitionTrame(
    code="benevoles",
    titre="Bénévoles",
    sections=(
        Section(
            code="D",
            titre="Parrains, marraines, mentors",
            elements=(
                tableau("D1", "Mobilisés", ["total"], SEXES),
                tableau("D2", "Âge", ["moins_30", "30_44", "45_59", "60_plus", "nr"]),
                tableau("D5", "Ancienneté", ["nouveaux", "renouveles", "sortis"]),
                tableau("D6", "Secteur", ["J", "Q"]),
                tableau("D7", "Formation", ["formes", "mineurs", "mineurs_ASE", "honorabilite"]),
            ),
        ),
    ),
)


@pytest.fixture
def structure():
    return StructureFactory(departements=["75", "93"])


@pytest.fixture
def feuille(structure):
    bilan = bilan_de(structure, campagne_ouverte(2026, definition=TRAME), EtatBilan.EN_COURS, {})
    return Feuille.objects.select_related("bilan__campagne", "bilan__structure").get(bilan=bilan, departement="75")


def engager(structure, *, departement="75", depuis=date(2026, 2, 1), **personne):
    return EngagementFactory(
        benevole=BenevoleFactory(**personne), structure=structure, departement=departement, depuis=depuis
    )


def chiffres(feuille):
    return {p.code: int(p.proposee) for p in propositions(feuille, jour=JOUR)}


def adresse(feuille):
    return reverse("espace:propositions", args=[feuille.bilan_id, feuille.departement])


def test_rien_n_est_propose_sans_benevole(structure, feuille):
    engager(structure, departement="93")

    assert chiffres(feuille) == {}


def test_chaque_case_dit_ce_que_les_dossiers_disent(structure, feuille):
    ancienne = engager(structure, depuis=date(2025, 1, 1), sexe="F", tranche_age="60_PLUS", secteur="Q")
    ancienne.saisons.create(debut=date(2026, 1, 1), fin=date(2026, 12, 31))
    Accueil.objects.create(
        benevole=ancienne.benevole,
        structure=structure,
        formation_le=date(2026, 3, 1),
        mineurs=True,
        honorabilite="BULLETIN_3",
        honorabilite_le=date(2025, 6, 1),
        modifie_le=LE,
    )
    engager(structure, sexe="H", tranche_age="30_44")
    engager(structure)

    assert chiffres(feuille) == {
        "D1.total.F": 1,
        "D1.total.H": 1,
        "D1.total.NR": 1,
        "D2.moins_30.N": 0,
        "D2.30_44.N": 1,
        "D2.45_59.N": 0,
        "D2.60_plus.N": 1,
        "D2.nr.N": 1,
        "D5.nouveaux.N": 2,
        "D5.renouveles.N": 1,
        "D5.sortis.N": 0,
        "D6.Q.N": 1,
        "D7.formes.N": 1,
        "D7.mineurs.N": 1,
        "D7.honorabilite.N": 1,
    }


def test_dossier_efface_compte_encore(structure, feuille):
    engagement = engager(structure, sexe="F")
    engager(structure, sexe="F")
    avant = chiffres(feuille)

    effacer(engagement.benevole, le=LE.replace(month=12))

    assert avant["D1.total.F"] == 2
    assert chiffres(feuille) == avant


def test_ecran_coche_les_cases_vides_et_n_ecrit_rien(client, structure, feuille, django_assert_num_queries):
    engager(structure, sexe="F")
    client.force_login(membre(structure))

    page = client.get(adresse(feuille)).content.decode()

    assert 'name="reprises" value="D1.total.F" checked' in page
    assert reponses_de(feuille) == {}


def test_seuls_les_chiffres_coches_sont_repris_et_l_historique_le_dit(client, structure, feuille):
    engager(structure, sexe="F")
    auteur = membre(structure)
    client.force_login(auteur)

    reponse = client.post(adresse(feuille), {"version": feuille.version, "reprises": ["D1.total.F", "D9.autre"]})

    assert reponse.url == reverse("espace:saisie", args=[feuille.bilan_id, "75", "D"])
    assert reponses_de(feuille) == {"D1.total.F": Decimal(1)}
    assert [(m.cellule.code, m.par) for m in Modification.objects.all()] == [("D1.total.F", auteur)]


def test_rien_de_coche_ne_change_rien(client, structure, feuille):
    engager(structure, sexe="F")
    client.force_login(membre(structure))

    reponse = client.post(adresse(feuille), {"version": "x"})

    assert reponse.url == adresse(feuille)
    assert reponses_de(feuille) == {}


def test_chiffre_corrige_entre_temps_par_un_collegue_n_est_pas_ecrase(client, structure, feuille):
    engager(structure, sexe="F")
    vue = feuille.version
    client.force_login(membre(structure))
    client.post(reverse("espace:saisie", args=[feuille.bilan_id, "75", "D"]), {"version": vue, "D1.total.F": "7"})
    assert reponses_de(feuille) == {"D1.total.F": Decimal(7)}

    reponse = client.post(adresse(feuille), {"version": vue, "reprises": ["D1.total.F"]})

    assert reponse.status_code == 409
    assert reponses_de(feuille) == {"D1.total.F": Decimal(7)}


def test_bilan_transmis_ne_se_reprend_plus(client, structure, feuille):
    engager(structure, sexe="F")
    feuille.bilan.etat = EtatBilan.TRANSMIS
    feuille.bilan.transmis_le = LE
    feuille.bilan.save()
    client.force_login(membre(structure))

    assert client.get(adresse(feuille)).url == reverse("espace:bilan", args=[feuille.bilan_id])


def test_section_d_mene_a_la_comparaison(client, structure, feuille):
    client.force_login(membre(structure))

    page = client.get(reverse("espace:saisie", args=[feuille.bilan_id, "75", "D"])).content.decode()
    vide = client.get(adresse(feuille)).content.decode()

    assert f'href="{adresse(feuille)}"' in page
    assert "Le portail ne connaît pas encore vos bénévoles dans ce département" in vide
