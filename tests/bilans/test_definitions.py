"""The definition of an open campaign is read once, then known between requests."""

import pytest

from espace_structures.bilans.metier.definitions import definition_connue
from espace_structures.bilans.metier.gel import definition_de
from espace_structures.bilans.models import Campagne
from tests.fabriques.bilans import campagne_gelee

pytestmark = pytest.mark.django_db


def test_definition_lue_une_fois_pour_toutes_les_requetes(django_assert_num_queries):
    pk = campagne_gelee(2026).pk

    with django_assert_num_queries(6):
        premiere = definition_connue(Campagne.objects.get(pk=pk))
    with django_assert_num_queries(1):
        campagne = Campagne.objects.get(pk=pk)
        seconde = definition_connue(campagne)
        assert definition_de(campagne) == seconde

    assert seconde == premiere


def test_campagne_pas_encore_ouverte_se_relit_toujours(django_assert_num_queries):
    pk = campagne_gelee(2026, ouverte_le=None).pk

    for _fois in range(2):
        with django_assert_num_queries(6):
            definition_connue(Campagne.objects.get(pk=pk))
