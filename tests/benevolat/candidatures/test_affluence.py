"""Five hundred candidatures at once, each confirmed twice: none lost, none doubled. Proven where rows are locked."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress

import pytest
from django.db import connection, connections

from espace_structures.benevolat.candidatures.metier import depot
from espace_structures.benevolat.enums import EtatCandidature
from espace_structures.benevolat.metier.refus import BenevolatRefuse
from espace_structures.benevolat.models import Benevole, Candidature
from tests.fabriques.benevolat import LE
from tests.fabriques.structures import StructureFactory

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has no row lock: its transactions queue up"),
]
NOMBRE, REPETEES, ENSEMBLE = 500, 50, 8


def deposer(rang: int, structure) -> Benevole:
    """The last fifty bear the addresses of the first fifty, in capitals: the same people."""
    adresse = f"personne{rang % (NOMBRE - REPETEES)}@exemple.fr"
    adresse = adresse.upper() if rang >= NOMBRE - REPETEES else adresse
    brouillon = depot.commencer(langue="fr", choix=depot.Destination(structure=structure), le=LE)
    reponses = depot.Reponses(
        champs={"prenom": "Awa", "nom": f"Diop {rang}", "courriel": adresse, "est_majeur": True}, accepte=True
    )
    depot.deposer(depot.enregistrer_etape(brouillon, reponses, le=LE), le=LE)
    return Benevole.objects.get(pk=brouillon.pk)


def confirmer(benevole: Benevole) -> None:
    with suppress(BenevolatRefuse):  # the row of a person already known is gone after the first click
        depot.confirmer(benevole, le=LE)


def test_cinq_cents_candidatures_ni_perdues_ni_doublees():
    structure, autre = StructureFactory(), StructureFactory()

    def executer(action, *arguments):
        try:
            return action(*arguments)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(ENSEMBLE) as fils:
        # Half of those who apply twice do so at the same place: theirs is not doubled.
        ou = [structure if rang < NOMBRE - REPETEES // 2 else autre for rang in range(NOMBRE)]
        brouillons = list(fils.map(lambda rang: executer(deposer, rang, ou[rang]), range(NOMBRE)))
        deux_fois = [un for rang in range(NOMBRE - REPETEES) for un in _ensemble(brouillons, rang)]
        list(fils.map(lambda un: executer(confirmer, un), deux_fois))

    recues = Candidature.objects.filter(etat=EtatCandidature.NOUVELLE)
    assert Benevole.objects.count() == Benevole.objects.confirmes().count() == NOMBRE - REPETEES
    assert Candidature.objects.count() == recues.count() == NOMBRE - REPETEES // 2
    assert recues.filter(structure=structure).count() == NOMBRE - REPETEES
    assert recues.values("benevole", "structure").distinct().count() == recues.count()


def _ensemble(brouillons: list[Benevole], rang: int) -> list[Benevole]:
    """The clicks of one person, side by side: twice each of their candidatures."""
    siens = [brouillons[rang], *([brouillons[rang + NOMBRE - REPETEES]] if rang < REPETEES else [])]
    return [*siens, *siens]
