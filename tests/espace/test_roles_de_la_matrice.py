"""A role that has no column in the access matrix would open screens that nobody tried."""

import pytest

from espace_structures.structures.enums import RoleFinanceur, RoleStructure
from tests.espace.matrice import ROLES

pytestmark = pytest.mark.une_base


def test_chaque_role_a_sa_colonne():
    colonnes = {RoleStructure.LECTEUR: "lecteur_structure"}

    assert {colonnes.get(role, role.lower()) for role in RoleStructure} - set(ROLES) == set()
    assert {role.lower() for role in RoleFinanceur} - set(ROLES) == set()
