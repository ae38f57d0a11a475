"""Two records of the same structure, each with what may be merged."""

from datetime import UTC, datetime

from espace_structures.structures.enums import EtatDemande, RoleStructure
from espace_structures.structures.models import DemandeAdhesion, Invitation

LE = datetime(2026, 6, 15, 10, 0, tzinfo=UTC)


def invitation(structure, courriel: str, role=RoleStructure.CONTRIBUTEUR, **champs) -> Invitation:
    """A pending invitation."""
    return Invitation.objects.create(
        **{
            "structure": structure,
            "courriel": courriel,
            "role": role,
            "empreinte": f"{structure.pk}-{courriel}",
            "creee_le": LE,
            "envoyee_le": LE,
            "expire_le": LE,
        }
        | champs
    )


def demande(structure, courriel: str, etat=EtatDemande.EN_ATTENTE, **champs) -> DemandeAdhesion:
    """A request to join, confirmed unless told."""
    return DemandeAdhesion.objects.create(
        **{
            "structure": structure,
            "courriel": courriel,
            "prenom": "Lou",
            "nom": "Petit",
            "etat": etat,
            "creee_le": LE,
        }
        | champs
    )
