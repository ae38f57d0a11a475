"""Who came, who left, who decided it: the log of a structure or a funder, read back by its members' screen."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from portal.socle import journal
from portal.socle.journal import Evenement

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
journal.declarer(_ACTIONS)


def noter(
    organisation: Structure | Financeur, action: str, *, par: Compte | None, le: datetime, personne: str, role: str = ""
) -> None:
    """Write a line of the log of this organisation; the role by its code, so that each reads it in their language."""
    journal.noter(organisation, action, par=par, le=le, personne=personne, role=str(role))


def historique(organisation: Structure | Financeur, *, nombre: int = 50) -> list[Evenement]:
    """The latest lines about the members of this organisation, roles in words: one query."""
    roles = dict([*RoleStructure.choices, *RoleFinanceur.choices])
    return [
        replace(ligne, donnees=ligne.donnees | {"role": str(roles.get(ligne.donnees.get("role", ""), ""))})
        for ligne in journal.historique(organisation, actions=_ACTIONS, nombre=nombre)
    ]
