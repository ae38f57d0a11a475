"""A frozen campaign reads back as the definition that was frozen."""

import dataclasses

import pytest

from espace_structures.bilans.metier.gel import definition_de
from espace_structures.bilans.models import Campagne
from tests.fabriques.bilans import PETITE_TRAME, campagne_gelee

pytestmark = pytest.mark.django_db


def test_definition_relue_est_celle_qui_fut_gelee(django_assert_num_queries):
    campagne = Campagne.objects.get(pk=campagne_gelee().pk)

    with django_assert_num_queries(5):
        relue = definition_de(campagne)

    assert relue == dataclasses.replace(PETITE_TRAME, code="2026", titre="Bilan parrainage 2026")
