"""The definition of an open campaign is read once, then known between requests."""

import dataclasses

import pytest

from espace_structures.bilans.metier.definitions import definition_connue
from espace_structures.bilans.metier.gel import definition_de, geler
from espace_structures.bilans.models import Campagne
from tests.fabriques.bilans import PETITE_TRAME, campagne_gelee

pytestmark = pytest.mark.django_db


def test_definition_lue_une_fois_pour_toutes_les_requetes(requetes_au_plus):
    pk = campagne_gelee(2026).pk

    with requetes_au_plus("une définition jamais lue"):
        premiere = definition_connue(Campagne.objects.get(pk=pk))
    with requetes_au_plus("une définition connue"):
        campagne = Campagne.objects.get(pk=pk)
        seconde = definition_connue(campagne)
        assert definition_de(campagne) == seconde

    assert seconde == premiere


def test_campagne_pas_encore_ouverte_se_relit_toujours(django_assert_num_queries):
    pk = campagne_gelee(2026, ouverte_le=None).pk

    for _fois in range(2):
        with django_assert_num_queries(6):
            definition_connue(Campagne.objects.get(pk=pk))


def test_campagne_gelee_de_nouveau_oublie_ce_qu_elle_disait(django_capture_on_commit_callbacks):
    campagne = campagne_gelee(2026)
    avant = definition_connue(campagne)

    with django_capture_on_commit_callbacks(execute=True):
        geler(campagne, dataclasses.replace(PETITE_TRAME, sections=PETITE_TRAME.sections[:1], regles=()))

    assert [section.code for section in avant.sections] == ["B", "C", "F", "G"]
    assert [section.code for section in definition_de(campagne).sections] == ["B"]
    assert [s.code for s in definition_connue(Campagne.objects.get(pk=campagne.pk)).sections] == ["B"]
