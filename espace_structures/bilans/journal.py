"""What happens to a bilan, with the words of its history (`portal.socle.journal`)."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from portal.socle import journal
from portal.socle.journal import Evenement, historique, noter

from .models import Bilan

__all__ = ["Evenement", "dernier", "derniers", "historique", "noter"]

COMMENCER = "bilans.commencer"
TRANSMETTRE = "bilans.transmettre"
RENVOYER = "bilans.renvoyer"
VALIDER = "bilans.valider"
ROUVRIR = "bilans.rouvrir"
JUSTIFIER = "bilans.justifier"
# About a campaign rather than a bilan.
EXTRAIRE = "bilans.extraire"
IMPORTER = "bilans.importer"
PUBLIER = "bilans.publier"
RETIRER = "bilans.retirer"
# action: (what one does, what has been done)
_ACTIONS = {
    COMMENCER: (_("Commencer la saisie d’un bilan"), _("Saisie commencée")),
    TRANSMETTRE: (_("Transmettre un bilan"), _("Bilan transmis")),
    RENVOYER: (_("Renvoyer un bilan à la structure"), _("Bilan renvoyé à la structure")),
    VALIDER: (_("Valider un bilan"), _("Bilan validé")),
    ROUVRIR: (_("Rouvrir un bilan validé"), _("Bilan rouvert")),
    JUSTIFIER: (_("Justifier une anomalie"), _("Anomalie justifiée")),
    EXTRAIRE: (_("Extraire les bilans d’une campagne"), _("Bilans extraits")),
    IMPORTER: (_("Importer des bilans dans une campagne"), _("Bilans importés")),
    PUBLIER: (_("Publier les chiffres d’un exercice"), _("Chiffres publiés")),
    RETIRER: (_("Retirer les chiffres d’un exercice"), _("Chiffres retirés")),
}
journal.declarer(_ACTIONS)


def derniers(bilans: Iterable[int], nombre: int) -> list[Evenement]:
    """The latest lines about these bilans (primary keys): one query."""
    return journal.lire(journal.entrees(Bilan, bilans)[:nombre])


def dernier(bilan: Bilan, *actions: str) -> Evenement | None:
    """The latest line of one of these actions."""
    trouves = historique(bilan, actions=actions, nombre=1)
    return trouves[0] if trouves else None
