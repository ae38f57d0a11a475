"""Invitations and requests to join, for the tests."""

from datetime import UTC, datetime, timedelta

import factory

from espace_structures.structures.enums import EtatDemande, RoleStructure
from espace_structures.structures.metier.secrets import empreinte
from espace_structures.structures.models import DemandeAdhesion, Invitation

from .structures import StructureFactory

LE = datetime(2026, 3, 3, 13, 5, tzinfo=UTC)  # 14:05 in Paris
SECRET = "un-secret-que-personne-ne-devine"


class InvitationFactory(factory.django.DjangoModelFactory):
    """An invitation of 3 March 2026, valid until the 17th; its link holds `secret`."""

    class Meta:
        model = Invitation

    class Params:
        secret = SECRET

    structure = factory.SubFactory(StructureFactory)
    courriel = "awa@exemple.fr"
    role = RoleStructure.CONTRIBUTEUR
    empreinte = factory.LazyAttribute(lambda invitation: empreinte(invitation.secret))
    creee_le = LE
    envoyee_le = factory.SelfAttribute("creee_le")
    expire_le = factory.LazyAttribute(lambda invitation: invitation.envoyee_le + timedelta(days=14))


class DemandeFactory(factory.django.DjangoModelFactory):
    """A request of 3 March 2026, confirmed at once."""

    class Meta:
        model = DemandeAdhesion

    structure = factory.SubFactory(StructureFactory)
    courriel = "awa@exemple.fr"
    prenom = "Awa"
    nom = "Diop"
    etat = EtatDemande.EN_ATTENTE
    creee_le = LE
    confirmee_le = factory.SelfAttribute("creee_le")
