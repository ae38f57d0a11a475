"""Who came, who left, who decided it: Wagtail's log of a structure or a funder, read back by its members' screen.

Imported when the application starts, so that the actions are known to the back office too.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.contrib.contenttypes.models import ContentType
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.log_actions import log
from wagtail.models import ModelLogEntry

from .enums import RoleFinanceur, RoleStructure

if TYPE_CHECKING:
    from espace_structures.comptes.models import Compte

    from .models import Financeur, Structure

INVITER = "structures.inviter"
RENVOYER = "structures.renvoyer_invitation"
ANNULER = "structures.annuler_invitation"
REJOINDRE = "structures.rejoindre"
REFUSER = "structures.refuser_demande"
CHANGER_ROLE = "structures.changer_role"
DESACTIVER = "structures.desactiver"
REACTIVER = "structures.reactiver"
QUITTER = "structures.quitter"
# action: (what one does, what has been done)
_ACTIONS = {
    INVITER: (_("Inviter une personne"), _("Invitation envoyée")),
    RENVOYER: (_("Renvoyer une invitation"), _("Invitation renvoyée")),
    ANNULER: (_("Annuler une invitation"), _("Invitation annulée")),
    REJOINDRE: (_("Devenir membre"), _("Nouveau membre")),
    REFUSER: (_("Refuser une demande d’adhésion"), _("Demande d’adhésion refusée")),
    CHANGER_ROLE: (_("Changer le rôle d’un membre"), _("Rôle changé")),
    DESACTIVER: (_("Retirer l’accès d’un membre"), _("Accès retiré")),
    REACTIVER: (_("Rendre l’accès à un membre"), _("Accès rendu")),
    QUITTER: (_("Quitter ses fonctions"), _("Départ")),
}


@hooks.register("register_log_actions")
def declarer_actions(actions) -> None:
    """What happens to memberships, with the words of the log."""
    for action, (libelle, fait) in _ACTIONS.items():
        actions.register_action(action, libelle, fait)


@dataclass(frozen=True)
class Evenement:
    """A line of the log: what, about whom, with which role, when and by whom."""

    fait: str
    personne: str
    role: str
    le: datetime
    par: str


def noter(
    organisation: Structure | Financeur, action: str, *, par: Compte | None, le: datetime, personne: str, role: str = ""
) -> None:
    """Write a line of the log of this organisation; the role by its code, so that each reads it in their language."""
    log(
        instance=organisation,
        action=action,
        user=par,
        timestamp=le,
        data={"personne": personne, "role": str(role)},
    )


def historique(organisation: Structure | Financeur, *, nombre: int = 50) -> list[Evenement]:
    """The latest lines about the members of this organisation: one query."""
    entrees = ModelLogEntry.objects.filter(
        content_type=ContentType.objects.get_for_model(organisation, for_concrete_model=False),
        object_id=str(organisation.pk),
        action__in=_ACTIONS,
    ).select_related("user")
    roles = dict([*RoleStructure.choices, *RoleFinanceur.choices])
    return [
        Evenement(
            fait=str(_ACTIONS[entree.action][1]),
            personne=entree.data.get("personne", ""),
            role=str(roles.get(entree.data.get("role", ""), "")),
            le=entree.timestamp,
            par=str(entree.user) if entree.user else _t("Le portail"),
        )
        for entree in entrees.order_by("-timestamp", "-pk")[:nombre]
    ]
