"""Rights about a structure, asked of what is not one."""

import pytest

from espace_structures.structures.droits import est_responsable
from tests.fabriques.structures import StructureFactory, responsable

pytestmark = pytest.mark.django_db


def test_responsable_ne_l_est_que_d_une_structure():
    structure = StructureFactory()
    compte = responsable(structure)

    assert est_responsable(compte, structure) is True
    assert est_responsable(compte, None) is False
