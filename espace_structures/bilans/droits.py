"""Who may do what with a bilan. When it may be done is the business of `metier/cycle.py`, which rows of the querysets.

    bilans.voir         members of its structure; funders in whose scope it is, once sent; the animation
    bilans.saisir       members of its structure, lecteurs excepted
    bilans.transmettre  responsables of its structure, the animation
    bilans.instruire    instructeurs of a funder in whose scope it is, the animation (return, validate)
    bilans.rouvrir      the same people, once validated
    bilans.extraire     funders and the animation, each within its scope; no bilan is needed
    bilans.consolider   the same
    bilans.publier      the animation: gives the figures of an exercice to the public

Without a bilan, the rights that bear on one answer no, save to the animation, which holds them over all bilans. A
superuser passes every right, as everywhere in Django.
"""

from __future__ import annotations

import rules

from espace_structures.structures.droits import Appartenances, est_animation, est_compte_actif, est_financeur

from .enums import ETATS_LUS_PAR_FINANCEUR
from .models import Bilan


@rules.predicate
def est_membre_de_la_structure(compte, bilan) -> bool:
    """Member of the structure whose bilan it is, whatever the role."""
    if not isinstance(bilan, Bilan) or not est_compte_actif(compte):
        return False
    return bilan.structure_id in Appartenances.de(compte).roles_structures


@rules.predicate
def saisit_pour_la_structure(compte, bilan) -> bool:
    """Types the answers of the structure whose bilan it is: any member but a lecteur."""
    if not isinstance(bilan, Bilan) or not est_compte_actif(compte):
        return False
    return bilan.structure_id in Appartenances.de(compte).structures_saisies()


@rules.predicate
def est_responsable_de_la_structure(compte, bilan) -> bool:
    """Responsable of the structure whose bilan it is: the one who signs."""
    if not isinstance(bilan, Bilan) or not est_compte_actif(compte):
        return False
    return Appartenances.de(compte).est_responsable_de(bilan.structure_id)


@rules.predicate
def est_dans_le_perimetre(compte, bilan) -> bool:
    """Some funder of the account has this bilan in its scope, whatever the state."""
    return _dans_perimetre(compte, bilan, instructeur=False)


@rules.predicate
def est_instructeur_du_perimetre(compte, bilan) -> bool:
    """Instructeur of a funder that has this bilan in its scope."""
    return _dans_perimetre(compte, bilan, instructeur=True)


@rules.predicate
def est_lu_par_financeur(_compte, bilan) -> bool:
    """The bilan has been sent at least once."""
    return isinstance(bilan, Bilan) and bilan.etat in ETATS_LUS_PAR_FINANCEUR


def _dans_perimetre(compte, bilan, *, instructeur: bool) -> bool:
    if not isinstance(bilan, Bilan) or not est_compte_actif(compte):
        return False
    financeurs = Appartenances.de(compte).financeurs(instructeur=instructeur)
    return bool(financeurs) and Bilan.objects.filter(pk=bilan.pk).dans_perimetre(financeurs).exists()


rules.add_perm(
    "bilans.voir", est_animation | est_membre_de_la_structure | (est_lu_par_financeur & est_dans_le_perimetre)
)
rules.add_perm("bilans.saisir", saisit_pour_la_structure)
rules.add_perm("bilans.transmettre", est_animation | est_responsable_de_la_structure)
rules.add_perm("bilans.instruire", est_animation | est_instructeur_du_perimetre)
rules.add_perm("bilans.rouvrir", est_animation | est_instructeur_du_perimetre)
rules.add_perm("bilans.extraire", est_animation | est_financeur)
rules.add_perm("bilans.consolider", est_animation | est_financeur)
rules.add_perm("bilans.publier", est_animation)
