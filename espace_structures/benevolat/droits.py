"""Who may act on volunteers: those who write for the structure, and the animation régionale."""

import rules

from espace_structures.structures.droits import Appartenances, est_animation, est_compte_actif, est_editeur
from espace_structures.structures.models import Structure


@rules.predicate
def suit_la_structure(compte, objet) -> bool:
    """Contributeur or responsable of the structure of a call, a candidature, an engagement… or of a structure."""
    structure = objet if isinstance(objet, Structure) else getattr(objet, "structure", None)
    return structure is not None and est_editeur(compte, structure)


@rules.predicate
def modere(compte) -> bool:
    """Moderates some département: reads the calls of its structures before they appear."""
    return est_compte_actif(compte) and Appartenances.de(compte).est_moderateur


# Which calls exactly: `AppelQuerySet.lisibles_par_relecteur`.
rules.add_perm("benevolat.relire", est_animation | modere)
# One right: to see is to be in charge. `visibles_par` (querysets) is its twin.
rules.add_perm("benevolat.suivre", est_animation | suit_la_structure)
# What is done for all structures: reading calls, campaigns for all, boards of the region.
rules.add_perm("benevolat.animer", est_animation)
