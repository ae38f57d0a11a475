"""Two people merge the same records at once: PostgreSQL lets one through, the other is told why."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from threading import Barrier

import pytest
from django.db import connection

from espace_structures.structures.enums import StatutStructure
from espace_structures.structures.models import Convention, Structure
from espace_structures.vie_des_structures.metier.fusion import FusionRefusee, fusionner
from tests.fabriques.structures import ConventionFactory, StructureFactory, animateur, responsable

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "postgresql", reason="row locks are PostgreSQL's"),
]

LE = datetime(2026, 6, 15, 10, 0, tzinfo=UTC)


def a_la_fois(*fusions) -> list[str]:
    """Each merge (kept, absorbed) in its own connection, started together; what each is told, sorted."""
    depart, compte = Barrier(len(fusions)), animateur()

    def fondre(gardee, absorbee) -> str:
        try:
            depart.wait(timeout=10)
            fusionner(gardee, absorbee, nom=absorbee.nom, par=compte, le=LE)
        except FusionRefusee as refus:
            return str(refus)
        finally:
            connection.close()
        return ""

    with ThreadPoolExecutor(len(fusions)) as fils:
        return sorted(fils.map(lambda couple: fondre(*couple), fusions))


@pytest.mark.parametrize("sens", ["same", "crossed"])
def test_deux_fusions_a_la_fois_une_seule_passe(sens):
    une, autre = StructureFactory(nom="Le Relais"), StructureFactory(nom="Les Deux Rives")
    ConventionFactory(structure=une)
    ConventionFactory(structure=autre)
    responsable(autre)
    couples = [(une, autre), (une, autre) if sens == "same" else (autre, une)]

    dits = a_la_fois(*couples)

    assert dits[0] == ""
    assert "est fermée : rouvrez-la d’abord si elle doit être fusionnée." in dits[1]
    (restante,) = Structure.objects.actives()
    assert Structure.objects.get(statut=StatutStructure.FERMEE).successeur == restante
    assert Convention.objects.filter(structure=restante).count() == 2


def test_deux_fusions_en_chaine_ne_se_bloquent_pas():
    une, milieu, fin = (StructureFactory(nom=nom) for nom in ("Le Relais", "Le Pont", "Les Deux Rives"))

    dits = a_la_fois((milieu, une), (fin, milieu))

    assert dits in (["", ""], ["", "« Le Pont » est fermée : rouvrez-la d’abord si elle doit être fusionnée."])
