"""Who belongs to what: the shared predicates from which every room makes its rights.

`rules` ignores `is_active`; these predicates do not: a deactivated account loses everything at once.
"""

from __future__ import annotations

import rules

from .appartenances import Appartenances, departements_du_financeur
from .models import Structure

__all__ = ["Appartenances", "departements_du_financeur"]


@rules.predicate
def est_compte_actif(compte) -> bool:
    return bool(compte.is_authenticated and compte.is_active)


@rules.predicate
def est_animation(compte) -> bool:
    return est_compte_actif(compte) and Appartenances.de(compte).est_animation


@rules.predicate
def est_financeur(compte) -> bool:
    return est_compte_actif(compte) and Appartenances.de(compte).est_financeur


@rules.predicate
def est_responsable(compte, structure) -> bool:
    """Responsable of this structure."""
    if not isinstance(structure, Structure) or not est_compte_actif(compte):
        return False
    return Appartenances.de(compte).est_responsable_de(structure.pk)


@rules.predicate
def est_editeur(compte, structure) -> bool:
    """Writes the public pages of this structure."""
    if not isinstance(structure, Structure) or not est_compte_actif(compte):
        return False
    return structure.pk in Appartenances.de(compte).structures_editees()


# Who invites, answers requests, gives and takes away roles. A funder's members are the animation's business.
rules.add_perm("structures.gerer_membres", est_animation | est_responsable)
rules.add_perm("structures.secourir", est_animation)
