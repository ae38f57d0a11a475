"""Who is told what of calls: those who read them, then those who write for the structure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import QuerySet

from espace_structures.comptes.models import Compte
from espace_structures.vitrines.metier.courriels import moderateurs_de
from portal.socle import courrier
from portal.socle.courrier import Lien

from ...metier.courriels import editeurs

if TYPE_CHECKING:
    from ...models import AppelBenevoles


def demander_la_relecture(appel: AppelBenevoles, *, par: Compte) -> None:
    """To the moderators of the territory, to the animation where there is none."""
    _sur_l_appel("appel_a_relire", appel, moderateurs_de(appel.structure), par, Lien("espace:appel-a-relire", appel.pk))


def prevenir_de_la_modification(appel: AppelBenevoles, *, par: Compte) -> None:
    """To the same: the words of a call on the site are no longer those that were read."""
    _sur_l_appel("appel_modifie", appel, moderateurs_de(appel.structure), par, Lien("benevolat:appel", appel.pk))


def prevenir_de_la_publication(appel: AppelBenevoles, *, par: Compte) -> None:
    _sur_l_appel("appel_publie", appel, editeurs(appel.structure), par, Lien("benevolat:appel", appel.pk))


def prevenir_du_renvoi(appel: AppelBenevoles, *, motif: str, par: Compte) -> None:
    """What is to be taken up again, in the words of whoever read it."""
    page = Lien("espace:appel-benevole", appel.pk)
    _sur_l_appel("appel_a_reprendre", appel, editeurs(appel.structure), par, page, motif=motif)


def _sur_l_appel(
    nom: str, appel: AppelBenevoles, comptes: QuerySet[Compte], par: Compte, page: Lien, **valeurs: object
) -> None:
    """Nobody is told of what they did themselves."""
    courrier.envoyer(
        f"benevolat.{nom}",
        a=comptes.exclude(pk=par.pk),
        titre=appel.titre,
        structure=appel.structure.nom,
        lien=page,
        **valeurs,
    )
