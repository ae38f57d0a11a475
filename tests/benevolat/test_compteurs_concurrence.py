"""Two people erased at once: neither loses what the other counts for, nor waits for the other for ever."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection
from django.db.models import Sum

from espace_structures.benevolat.enums import EtatCandidature, Mesure, Source
from espace_structures.benevolat.metier.effacement import effacer
from espace_structures.benevolat.models import Benevole, Compteur
from tests.fabriques.benevolat import LE, BenevoleFactory, CandidatureFactory, EngagementFactory
from tests.fabriques.structures import StructureFactory

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "postgresql", reason="row locks are PostgreSQL's"),
]


def a_la_fois(benevoles) -> list[bool]:
    """Each erasure in its own connection, started together."""
    depart = Barrier(len(benevoles))

    def faire(benevole: Benevole) -> bool:
        try:
            depart.wait(timeout=10)
            return effacer(benevole, le=LE)
        finally:
            connection.close()

    with ThreadPoolExecutor(len(benevoles)) as fils:
        return list(fils.map(faire, benevoles))


def personne(structures) -> Benevole:
    """Wrote to each structure, in the order given, and acts in the first one."""
    benevole = BenevoleFactory()
    for structure in structures:
        CandidatureFactory(
            benevole=benevole, structure=structure, etat=EtatCandidature.CONTACTEE, repondue_le=LE, source=Source.MEDIA
        )
    EngagementFactory(benevole=benevole, structure=structures[0])
    return benevole


def test_effacements_croises_s_additionnent():
    structures = [StructureFactory(), StructureFactory()]
    benevoles = [personne(structures), personne(structures[::-1]), personne(structures), personne(structures[::-1])]

    faits = a_la_fois(benevoles)

    totaux = dict(Compteur.objects.order_by().values_list("mesure").annotate(nombre=Sum("nombre")))
    assert faits == [True] * 4
    assert totaux == {Mesure.CANDIDATURE: 8, Mesure.REPONDUE: 8, Mesure.MOBILISE: 4, Mesure.NOUVEAU: 4}
    assert not Benevole.objects.exists()


def test_la_meme_personne_ne_compte_qu_une_fois():
    benevole = personne([StructureFactory()])

    faits = a_la_fois([benevole, Benevole.objects.get(pk=benevole.pk)])

    assert sorted(faits) == [False, True]
    assert set(Compteur.objects.values_list("nombre", flat=True)) == {1}
