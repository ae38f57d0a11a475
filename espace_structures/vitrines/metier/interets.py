"""A structure tells another that its action interests it."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import log

from espace_structures.comptes.models import Compte
from espace_structures.structures.models import Structure
from portal.socle import courrier
from portal.socle.courrier import Destinataire, LienDePage

from ..journal import INTERET
from ..models import ActionPage, Interet
from .destinataires import responsables_de, structure_de


class InteretRefuse(Exception):
    """Why an interest cannot be told; the message is fit for the user."""


def de(action: ActionPage) -> QuerySet[Interet]:
    """Interests that an action received, the latest first, in whatever language it was read."""
    return Interet.objects.de_action(action).select_related("structure", "compte")


@transaction.atomic
def exprimer(action: ActionPage, structure: Structure, *, par: Compte, message: str, le: datetime) -> Interet:
    """Tell the author of the action that this structure is interested; once a structure."""
    originale = action.originale
    auteur = structure_de(originale)
    if auteur == structure:
        raise InteretRefuse(_("Cette action est la vôtre : les autres structures peuvent vous dire leur intérêt."))
    interet, nouveau = Interet.objects.get_or_create(
        action=originale, structure=structure, defaults={"compte": par, "message": message, "cree_le": le}
    )
    if not nouveau:
        raise InteretRefuse(
            _("Votre structure a déjà dit son intérêt pour cette action : ses responsables ont été prévenus.")
        )
    _prevenir(interet, auteur)
    log(instance=originale, action=INTERET, user=par, data={"structure": structure.nom})
    return interet


def _prevenir(interet: Interet, auteur: Structure) -> None:
    """To the responsables, and to the contact of the action when it is somebody else."""
    action, responsables = interet.action, responsables_de(auteur)
    a = [*responsables]
    if not responsables.filter(email__iexact=action.contact_courriel).exists():
        a.append(Destinataire(action.contact_courriel))
    courrier.envoyer(
        "vitrines.interet_exprime",
        a=a,
        repondre_a=interet.compte.email,
        action=action.title,
        structure=interet.structure.nom,
        personne=interet.compte.get_full_name() or interet.compte.email,
        adresse=interet.compte.email,
        message=interet.message,
        lien=LienDePage(action),
    )
