"""How fast a structure answers, and what counts against it."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.template import Context, Template

from espace_structures.benevolat.candidatures.metier.reactivite import reactivite_de, reactivites
from espace_structures.benevolat.enums import EtatCandidature
from tests.fabriques.benevolat import LE, CandidatureFactory
from tests.fabriques.structures import StructureFactory

pytestmark = pytest.mark.django_db
JOUR = date(2026, 4, 1)


@pytest.fixture
def structure():
    return StructureFactory(nom="Relais 93")


def repondue(structure, jours, **champs):
    """Received on 3 March, answered so many days later."""
    le = LE + timedelta(days=jours)
    return CandidatureFactory(
        structure=structure, etat=EtatCandidature.CONTACTEE, repondue_le=le, etat_depuis=le, **champs
    )


def test_moins_de_cinq_candidatures_ne_mesurent_rien(structure):
    for jours in (1, 2, 3, 4):
        repondue(structure, jours)

    mesure = reactivite_de(structure, jour=JOUR)

    assert (mesure.nombre, mesure.suffisante) == (4, False)
    assert mesure.phrase == "Pas encore assez de candidatures pour mesurer les délais de réponse."


def test_une_structure_qui_n_a_rien_recu(structure):
    assert reactivite_de(structure, jour=JOUR).nombre == 0


def test_delai_median_et_part_tenue(structure):
    for jours in (1, 2, 3, 7, 8):
        repondue(structure, jours)

    mesure = reactivite_de(structure, jour=JOUR)

    assert (mesure.mediane, mesure.part) == (3, 0.8)
    assert mesure.phrase == (
        "Première réponse en 3 jours (délai médian) ; 80\u202f% des réponses dans le délai promis."
    )


def test_un_jour_s_ecrit_au_singulier(structure):
    for _rang in range(5):
        repondue(structure, 1)

    assert "en 1 jour (" in reactivite_de(structure, jour=JOUR).phrase


def test_une_candidature_sans_reponse_compte_contre_des_le_lendemain_du_jour_promis(structure):
    for jours in (1, 1, 1, 1):
        repondue(structure, jours)
    CandidatureFactory(structure=structure)

    assert reactivite_de(structure, jour=date(2026, 3, 10)).nombre == 4
    assert reactivite_de(structure, jour=date(2026, 3, 11)).part == 0.8


def test_une_candidature_retiree_avant_le_jour_promis_ne_compte_pas(structure):
    fin = {"etat": EtatCandidature.RETIREE, "repondue_le": None}
    CandidatureFactory(structure=structure, etat_depuis=LE + timedelta(days=2), **fin)
    CandidatureFactory(structure=structure, etat_depuis=LE + timedelta(days=9), promise_le=None, **fin)

    assert reactivite_de(structure, jour=JOUR).nombre == 1


def test_les_trente_dernieres_d_une_annee(structure):
    for _rang in range(31):
        repondue(structure, 2)
    ancienne = datetime(2025, 3, 31, 9, tzinfo=UTC)
    autre = StructureFactory()
    repondue(autre, 2, recue_le=ancienne)

    mesures = reactivites([structure.pk, autre.pk], jour=JOUR)

    assert mesures[structure.pk].nombre == 30
    assert list(mesures) == [structure.pk]


@pytest.mark.parametrize("nombre", [1, 3])
def test_autant_de_requetes_quel_que_soit_le_nombre(nombre, django_assert_num_queries):
    structures = [StructureFactory() for _rang in range(nombre)]
    for une in structures:
        repondue(une, 2)
    reactivites([], jour=JOUR)

    with django_assert_num_queries(2):
        reactivites([une.pk for une in structures], jour=JOUR)


def test_la_balise_montre_la_phrase(structure):
    rendu = Template("{% load suivi_benevolat %}{% reactivite structure %}").render(Context({"structure": structure}))

    assert "Pas encore assez de candidatures" in rendu
