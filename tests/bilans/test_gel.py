"""A frozen campaign reads back as the definition that was frozen."""

import dataclasses

import pytest

from espace_structures.bilans.metier.gel import definition_de
from espace_structures.bilans.metier.trame_fichier import TRAME_LIVREE
from espace_structures.bilans.metier.trame_yaml import lire
from espace_structures.bilans.models import Campagne
from tests.fabriques.bilans import PETITE_TRAME, campagne_gelee

pytestmark = pytest.mark.django_db


def test_definition_relue_est_celle_qui_fut_gelee(requetes_au_plus):
    campagne = Campagne.objects.get(pk=campagne_gelee().pk)

    with requetes_au_plus("une définition gelée"):
        relue = definition_de(campagne)

    assert relue == dataclasses.replace(PETITE_TRAME, code="2026", titre="Bilan parrainage 2026")


def test_definition_relue_garde_l_ordre_des_colonnes_sous_une_case_grisee():
    tableau = dataclasses.replace(PETITE_TRAME.elements["C2"], grisees=("moins_26.F", "26_plus.NR"))
    section = dataclasses.replace(PETITE_TRAME.sections[1], elements=(tableau,))
    definition = dataclasses.replace(PETITE_TRAME, sections=(section,), regles=(), indicateurs=())

    relue = definition_de(Campagne.objects.get(pk=campagne_gelee(definition=definition).pk))

    assert relue.elements["C2"] == tableau


def test_trame_livree_se_relit_d_une_campagne_sans_rien_perdre():
    livree = lire(TRAME_LIVREE.read_text(encoding="utf-8"))

    relue = definition_de(Campagne.objects.get(pk=campagne_gelee(definition=livree).pk))

    assert relue == dataclasses.replace(livree, code="2026", titre="Bilan parrainage 2026", description="")
