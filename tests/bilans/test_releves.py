"""The answers of a bilan to read: sheet by sheet, together, and the year before."""

from decimal import Decimal

import pytest

from espace_structures.bilans.enums import EtatBilan
from espace_structures.bilans.metier.definitions import definition_connue
from espace_structures.bilans.metier.releves import releves_du_bilan
from espace_structures.bilans.models import Bilan
from tests.fabriques.bilans import REPONSES_COHERENTES, bilan_de, campagne_gelee, repondre
from tests.fabriques.structures import StructureFactory

pytestmark = pytest.mark.django_db


def lire(bilan):
    return releves_du_bilan(bilan, definition_connue(bilan.campagne))


@pytest.mark.parametrize("departements", [["75"], ["75", "92", "93"]])
def test_releves_en_autant_de_requetes_quel_que_soit_le_nombre_de_feuilles(departements, django_assert_num_queries):
    structure = StructureFactory(departements=departements)
    bilan_de(structure, campagne_gelee(2024), EtatBilan.VALIDE, REPONSES_COHERENTES)
    bilan = bilan_de(structure, campagne_gelee(2025), reponses=REPONSES_COHERENTES)
    definition_connue(bilan.campagne)

    with django_assert_num_queries(4):
        releves = lire(bilan)

    nombre = len(departements)
    assert list(releves.par_departement) == departements
    assert (releves.total["B2"], releves.total["B3"], releves.total["E2"]) == (10 * nombre, 14 * nombre, Decimal("5.5"))
    assert releves.total_precedent["B3"] == 14 * nombre


def test_total_additionne_et_dit_les_textes_departement_par_departement():
    bilan = bilan_de(StructureFactory(departements=["75", "92"]), campagne_gelee(2025))
    paris, hauts_de_seine = bilan.feuilles.order_by("departement")
    repondre(paris, {"B1": 1, "H1": "Une année calme.", "G6": "oui", "G1": 100})
    repondre(hauts_de_seine, {"B1": 2, "H1": "Une année vive.", "G6": "non"})

    releves = lire(Bilan.objects.get(pk=bilan.pk))

    assert releves.total == {
        "B1": 3,
        "B3": 3,
        "B5": 3,
        "G1": 100,
        "G6": "Paris – Oui\nHauts-de-Seine – Non",
        "H1": "Paris – Une année calme.\nHauts-de-Seine – Une année vive.",
    }
    assert releves.de("92") == ({"B1": 2, "B3": 2, "B5": 2, "G6": "non", "H1": "Une année vive."}, {})


def test_textes_identiques_ne_sont_dits_qu_une_fois():
    bilan = bilan_de(StructureFactory(departements=["75", "92"]), campagne_gelee(2025), reponses={"G6": "oui"})

    assert lire(bilan).total == {"G6": "oui"}


def test_precedent_d_une_structure_qui_s_etend_a_un_departement():
    structure = StructureFactory(departements=["75"])
    bilan_de(structure, campagne_gelee(2024), EtatBilan.VALIDE, {"B1": 7})
    structure.implantations.create(departement="92")
    bilan = bilan_de(structure, campagne_gelee(2025), reponses={"B1": 1})

    releves = lire(bilan)

    assert releves.de("75")[1] == {"B1": 7, "B3": 7, "B5": 7}
    assert releves.de("92")[1] == {}
    assert releves.de("")[1] == {"B1": 7, "B3": 7, "B5": 7}
