"""The words of the access matrix: roles, the world that they act in, a row. The rows stand beside, a file a subject."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.test import Client

from espace_structures.bilans.enums import EtatBilan
from espace_structures.bilans.models import Bilan
from espace_structures.structures.models import Structure

ROLES = [
    "visiteur",
    "desactive",  # a responsable whose session was open when the account was deactivated
    "autre_structure",
    "moderateur",  # of the département of the structure; member of nothing
    "lecteur_structure",
    "redacteur",
    "contributeur",
    "responsable",
    "lecteur",  # of a funder
    "instructeur",
    "hors_perimetre",
    "animation",
]


def selon_le_role(
    autre_structure,
    contributeur,
    responsable,
    lecteur,
    instructeur,
    hors_perimetre,
    animation,
    *,
    redacteur=None,
    lecteur_structure=None,
    moderateur=None,
) -> dict[str, int]:
    """Expected statuses; nobody without an active account ever passes the door.

    Unless told, the other members of the structure get what its contributeur gets, and a moderator what another
    structure gets.
    """
    return {
        "visiteur": 302,
        "desactive": 302,
        "autre_structure": autre_structure,
        "moderateur": autre_structure if moderateur is None else moderateur,
        "lecteur_structure": contributeur if lecteur_structure is None else lecteur_structure,
        "redacteur": contributeur if redacteur is None else redacteur,
        "contributeur": contributeur,
        "responsable": responsable,
        "lecteur": lecteur,
        "instructeur": instructeur,
        "hors_perimetre": hors_perimetre,
        "animation": animation,
    }


@dataclass(frozen=True)
class Monde:
    """One structure of Paris and what it owns, one signed-in browser a role."""

    structure: Structure
    bilans: dict[EtatBilan, Bilan]
    comptes: dict
    # Arguments of addresses by name, the same for every row (a row may have its own: `Rang.arguments`).
    connus: dict[str, Any]
    clients: dict[str, Client] = field(default_factory=dict)


def _aucun(_monde: Monde) -> dict[str, Any]:
    return {}


@dataclass(frozen=True)
class Rang:
    """A row of the matrix. `etat`: the state of the bilan that is asked for; `arguments`: others of its address."""

    nom: str
    methode: str
    attendu: dict[str, int]
    etat: EtatBilan = EtatBilan.TRANSMIS
    donnees: dict = field(default_factory=dict)
    arguments: Callable[[Monde], dict[str, Any]] = _aucun

    def __str__(self):
        return f"{self.nom}-{self.methode}-{self.etat}"
