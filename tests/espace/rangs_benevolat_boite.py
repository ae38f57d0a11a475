"""Rows of the access matrix: the inbox of candidatures."""

from typing import Any

from espace_structures.benevolat.models import Candidature, Etiquette, ModeleMessage
from tests.fabriques.benevolat import CandidatureFactory

from .matrice import Monde, Rang, selon_le_role

# Those who belong to the structure without writing for it follow no volunteer; nor do moderators.
NON_LE_DROIT = {"redacteur": 403, "lecteur_structure": 403, "moderateur": 403}


def _candidature(monde: Monde) -> dict[str, Any]:
    connue = Candidature.objects.filter(structure=monde.structure).first()
    return {"pk": (connue or CandidatureFactory(structure=monde.structure)).pk}


def _etiquette(monde: Monde) -> dict[str, Any]:
    return {"pk": Etiquette.objects.get_or_create(structure=monde.structure, nom="Mathématiques")[0].pk}


def _modele(monde: Monde) -> dict[str, Any]:
    modele, _cree = ModeleMessage.objects.get_or_create(structure=monde.structure, titre="Bonjour", texte="Bonjour !")
    return {"pk": modele.pk}


def _pour_tous(statut: int, *, anim: int | None = None) -> dict[str, int]:
    return selon_le_role(statut, statut, statut, 403, 403, 403, statut if anim is None else anim, **NON_LE_DROIT)


def _d_une_structure(statut: int) -> dict[str, int]:
    """404 for another structure, whose account follows volunteers of its own."""
    return selon_le_role(404, statut, statut, 403, 403, 403, statut, **NON_LE_DROIT)


RANGS: list[Rang] = [
    Rang("candidatures", "get", _pour_tous(200)),
    # Nothing is ticked: back to the list.
    Rang("candidatures-ensemble", "get", _pour_tous(302)),
    Rang("candidatures-ensemble", "post", _pour_tous(302)),
    Rang("candidatures-xlsx", "post", _pour_tous(200)),
    Rang("candidatures-csv", "post", _pour_tous(200)),
    Rang("candidatures-doublons", "get", _d_une_structure(200), arguments=_candidature),
    # No file is close to this one.
    Rang("candidatures-doublons", "post", _d_une_structure(422), arguments=_candidature),
    Rang("etiquettes", "get", _pour_tous(200)),
    Rang("etiquette", "get", _d_une_structure(200), arguments=_etiquette),
    Rang("etiquette", "post", _d_une_structure(422), arguments=_etiquette),
    Rang("etiquette-supprimer", "post", _d_une_structure(302), arguments=_etiquette),
    Rang("modeles-messages", "get", _pour_tous(200)),
    # The animation writes those of all structures in the back office.
    Rang("modele-message-nouveau", "get", _pour_tous(200, anim=403)),
    Rang("modele-message-nouveau", "post", _pour_tous(422, anim=403)),
    Rang("modele-message", "get", _d_une_structure(200), arguments=_modele),
    Rang("modele-message", "post", _d_une_structure(422), arguments=_modele),
    Rang("modele-message-supprimer", "post", _d_une_structure(302), arguments=_modele),
]
