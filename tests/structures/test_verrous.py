"""Two people at the same moment: one membership, one responsable left. Proven where rows are locked."""

import threading

import pytest
from django.db import connection, connections

from espace_structures.structures.enums import RoleStructure
from espace_structures.structures.metier import invitations, membres
from espace_structures.structures.models import MembreStructure
from tests.fabriques.adhesions import LE, InvitationFactory
from tests.fabriques.comptes import CompteFactory
from tests.fabriques.structures import StructureFactory, responsable

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has no row lock: its transactions queue up"),
]


def ensemble(*actions) -> list[str]:
    """Runs these at the same moment, each on a connection of its own; "fait" or the refusal of each."""
    depart = threading.Barrier(len(actions))
    issues: list[str] = []

    def executer(action):
        try:
            depart.wait(timeout=10)
            action()
            issues.append("fait")
        except (invitations.InvitationRefusee, membres.MembreRefuse) as refus:
            issues.append(str(refus))
        finally:
            connections.close_all()

    fils = [threading.Thread(target=executer, args=[action]) for action in actions]
    for fil in fils:
        fil.start()
    for fil in fils:
        fil.join(timeout=30)
    return sorted(issues)


def test_deux_acceptations_au_meme_instant_font_une_appartenance():
    invitation = InvitationFactory()
    compte = CompteFactory(email="awa@exemple.fr")

    def accepter():
        invitations.accepter(invitation, compte=compte, le=LE)

    assert ensemble(accepter, accepter) == ["Cette invitation a déjà été acceptée.", "fait"]
    assert MembreStructure.objects.count() == 1


def test_deux_responsables_qui_s_abaissent_l_un_l_autre_un_reste():
    structure = StructureFactory(nom="Passerelle")
    un, autre = (responsable(structure).membres_structures.get() for _rang in range(2))

    def abaisser(membre, par):
        return lambda: membres.changer_role(membre, role=RoleStructure.LECTEUR, par=par.compte, le=LE)

    issues = ensemble(abaisser(autre, un), abaisser(un, autre))

    assert [issue.startswith("«\u00a0Passerelle\u00a0» n’aurait plus de responsable") for issue in issues] == [
        False,
        True,
    ]
    assert MembreStructure.objects.responsables().count() == 1
