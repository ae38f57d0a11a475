"""Who did what with a bilan, when and with which words: Wagtail's log, read back as events.

Imported when the application starts, so that the actions are known to the back office too.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.contrib.contenttypes.models import ContentType
from django.db.models import Model
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.log_actions import registry as registre
from wagtail.models import ModelLogEntry

from espace_structures.comptes.journal import marque

from .models import Bilan

COMMENCER = "bilans.commencer"
TRANSMETTRE = "bilans.transmettre"
RETOURNER = "bilans.retourner"
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
    RETOURNER: (_("Renvoyer un bilan à la structure"), _("Bilan renvoyé à la structure")),
    VALIDER: (_("Valider un bilan"), _("Bilan validé")),
    ROUVRIR: (_("Rouvrir un bilan validé"), _("Bilan rouvert")),
    JUSTIFIER: (_("Justifier une anomalie"), _("Anomalie justifiée")),
    EXTRAIRE: (_("Extraire les bilans d’une campagne"), _("Bilans extraits")),
    IMPORTER: (_("Importer des bilans dans une campagne"), _("Bilans importés")),
    PUBLIER: (_("Publier les chiffres d’un exercice"), _("Chiffres publiés")),
    RETIRER: (_("Retirer les chiffres d’un exercice"), _("Chiffres retirés")),
}


@hooks.register("register_log_actions")
def declarer_actions(actions) -> None:
    """The steps of a bilan, with the words of the log."""
    for action, (libelle, fait) in _ACTIONS.items():
        actions.register_action(action, libelle, fait)


@dataclass(frozen=True)
class Evenement:
    """A line of the history of a bilan."""

    bilan_id: int
    action: str
    fait: str
    le: datetime
    par: str
    commentaire: str


def noter(instance: Model, action: str, *, par, le: datetime, commentaire: str = "") -> None:
    """Write a line of the history, in one query: `log` would look again for the account and the kind of object."""
    entree = ModelLogEntry(
        content_type=ContentType.objects.get_for_model(instance, for_concrete_model=False),
        object_id=str(instance.pk),
        label=str(instance),
        action=action,
        user=par,
        timestamp=le,
        data={"comment": commentaire, **marque()},
        content_changed=False,
    )
    entree.clean()  # refuses an action that was not declared
    ModelLogEntry.objects.bulk_create([entree])


def historique(bilan: Bilan) -> list[Evenement]:
    """Every line about this bilan, the latest first: one query."""
    return _lire(_entrees([bilan.pk]))


def derniers(bilans: Iterable[int], nombre: int) -> list[Evenement]:
    """The latest lines about these bilans (primary keys): one query."""
    return _lire(_entrees(bilans)[:nombre])


def dernier(bilan: Bilan, *actions: str) -> Evenement | None:
    """The latest line of one of these actions."""
    trouves = _lire(_entrees([bilan.pk]).filter(action__in=actions)[:1])
    return trouves[0] if trouves else None


def _entrees(bilans: Iterable[int]):
    return (
        ModelLogEntry.objects.filter(
            content_type=ContentType.objects.get_for_model(Bilan), object_id__in=[str(pk) for pk in bilans]
        )
        .select_related("user")
        .order_by("-timestamp", "-pk")
    )


def _lire(entrees) -> list[Evenement]:
    connues = dict(registre.get_choices())
    return [
        Evenement(
            bilan_id=int(entree.object_id),
            action=entree.action,
            fait=str(entree.message if entree.action in connues else entree.action),
            le=entree.timestamp,
            par=str(entree.user) if entree.user else str(_("Le portail")),
            commentaire=entree.data.get("comment") or "",
        )
        for entree in entrees
    ]
