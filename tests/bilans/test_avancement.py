"""How far the entry has come: sections, sheets, anomalies, in a fixed number of queries."""

import pytest

from espace_structures.bilans.enums import EtatBilan
from espace_structures.bilans.metier.avancement import EtatSection, avancement, part_d_ensemble
from espace_structures.bilans.models import Bilan
from tests.fabriques.bilans import REPONSES_COHERENTES, bilan_de, campagne_gelee
from tests.fabriques.structures import StructureFactory

pytestmark = pytest.mark.django_db


def resume(bilan):
    return [
        (p.feuille.departement, p.section.code, p.repondues, p.attendues, p.bloquantes, p.etat.value)
        for p in avancement(bilan)
    ]


def bilan_avec(reponses, departements=("75",)):
    structure = StructureFactory(departements=list(departements))
    return bilan_de(structure, campagne_gelee(2026), EtatBilan.EN_COURS, reponses)


def test_bilan_neuf_est_vide():
    bilan = bilan_avec({})

    assert resume(bilan) == [
        ("75", "B", 0, 2, 0, "vide"),
        ("75", "C", 0, 9, 0, "vide"),
        ("75", "F", 0, 6, 0, "vide"),
        ("75", "G", 0, 3, 0, "vide"),
    ]


def test_bilan_coherent_est_complet():
    bilan = bilan_avec(REPONSES_COHERENTES)

    assert resume(bilan) == [
        ("75", "B", 2, 2, 0, "complete"),
        ("75", "C", 9, 9, 0, "complete"),
        ("75", "F", 6, 6, 0, "complete"),
        ("75", "G", 3, 3, 0, "complete"),
    ]
    assert part_d_ensemble(avancement(bilan)) == 100


def test_reponse_manquante_laisse_la_section_en_cours():
    bilan = bilan_avec({code: valeur for code, valeur in REPONSES_COHERENTES.items() if code != "C2.prij.NR"})

    assert resume(bilan)[1] == ("75", "C", 8, 9, 0, "en_cours")
    assert part_d_ensemble(avancement(bilan)) == 94  # 16 of 17


def test_anomalie_bloquante_est_comptee_dans_la_section_de_ses_parties_seule():
    bilan = bilan_avec(REPONSES_COHERENTES | {"C2.moins_26.F": 5})

    assert [ligne[1:] for ligne in resume(bilan)[:2]] == [("B", 2, 2, 0, "complete"), ("C", 9, 9, 1, "a_corriger")]


def test_total_qui_manque_dans_un_tableau_pas_fini_n_est_pas_encore_a_corriger():
    bilan = bilan_avec({code: valeur for code, valeur in REPONSES_COHERENTES.items() if code != "C2.moins_26.F"})

    assert resume(bilan)[1] == ("75", "C", 8, 9, 0, "en_cours")


def test_section_facultative_commencee_est_complete_et_ne_pese_pas():
    bilan = bilan_avec({"H1": "Un mot"})

    progres = avancement(bilan)

    assert (progres[3].etat, progres[3].est_facultative, progres[3].repondues) == (EtatSection.COMPLETE, True, 1)
    assert part_d_ensemble(progres) == 0


def test_feuilles_dans_l_ordre_des_departements():
    bilan = bilan_avec({"B1": 4}, departements=["92", "75"])

    assert [(p.feuille.departement, p.section.code) for p in avancement(bilan)] == [
        (departement, section) for departement in ("75", "92") for section in "BCFG"
    ]


@pytest.mark.parametrize("departements", [["75"], ["75", "77", "92"]])
def test_nombre_de_requetes_ne_depend_pas_des_feuilles(departements, django_assert_num_queries):
    pk = bilan_avec(REPONSES_COHERENTES, departements).pk
    bilan = Bilan.objects.select_related("campagne", "structure").get(pk=pk)

    # Five for the definition, five for the anomalies (no bilan the year before), two for progress itself.
    with django_assert_num_queries(12):
        assert len(avancement(bilan)) == 4 * len(departements)


def test_definition_connue_n_est_pas_relue(requetes_au_plus):
    pk = bilan_avec(REPONSES_COHERENTES).pk
    avancement(Bilan.objects.select_related("campagne").get(pk=pk))
    bilan = Bilan.objects.select_related("campagne").get(pk=pk)

    with requetes_au_plus("l’avancement, définition connue"):
        avancement(bilan)
