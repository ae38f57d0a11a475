"""The button that adds a volunteer without address, pressed twice at once, adds one person."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier

import pytest
from django.db import connection

from espace_structures.benevolat.engagements.metier.ajout import ajouter
from espace_structures.benevolat.enums import OrigineEngagement
from espace_structures.benevolat.metier.refus import BenevolatRefuse
from espace_structures.benevolat.models import Benevole
from tests.fabriques.benevolat import LE
from tests.fabriques.comptes import CompteFactory
from tests.fabriques.structures import StructureFactory

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "postgresql", reason="row locks are PostgreSQL's"),
]


def test_deux_clics_a_la_fois_n_ajoutent_qu_une_personne():
    structure, compte, depart = StructureFactory(departements=["75"]), CompteFactory(), Barrier(2)
    zoe = {"prenom": "Zoé", "nom": "Lefèvre", "courriel": "", "telephone": "+33612345678"}

    def cliquer(_rang: int) -> bool:
        try:
            depart.wait(timeout=10)
            ajouter(
                structure, personne=zoe, depuis=date(2026, 1, 5), origine=OrigineEngagement.SAISIE, par=compte, le=LE
            )
            return True
        except BenevolatRefuse:
            return False
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as fils:
        faits = sorted(fils.map(cliquer, range(2)))

    assert (faits, Benevole.objects.count()) == ([False, True], 1)
