"""Who did what with an object, when and with which words: Wagtail's log, written and read back the same way everywhere.

A room declares its actions in its own module `journal`, imported when the application starts so that the back office
knows their words too.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Model, QuerySet
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.log_actions import get_active_log_context
from wagtail.log_actions import registry as registre
from wagtail.models import ModelLogEntry


@dataclass(frozen=True, kw_only=True)
class Evenement:
    """A line of the log: about which object (its key), what was done, when, by whom; `donnees`: what else was kept."""

    objet: str
    action: str
    fait: str
    le: datetime
    par: str
    donnees: Mapping[str, Any]

    @property
    def detail(self) -> str:
        """The words that were said with it."""
        return self.donnees.get("detail") or self.donnees.get("comment") or ""


def declarer(actions: Mapping[str, tuple[object, object]]) -> None:
    """Make actions known to Wagtail: code → (what one does, what has been done), both lazily translated."""

    def inscrire(connues: Any) -> None:
        for code, (libelle, fait) in actions.items():
            connues.register_action(code, libelle, fait)

    hooks.register("register_log_actions", inscrire)


def noter(objet: Model, action: str, *, par: Any, le: datetime, titre: str = "", **donnees: Any) -> None:
    """Write a line, in one query: Wagtail's own `log` would look again for the account and the kind of object.

    `titre`: what the back office shows of the object, when its name is nobody's business.
    """
    entree = ModelLogEntry(
        content_type=ContentType.objects.get_for_model(objet, for_concrete_model=False),
        object_id=str(objet.pk),
        label=titre or str(objet),
        action=action,
        user=par,
        timestamp=le,
        uuid=get_active_log_context().uuid,
        data=donnees,
        content_changed=False,
    )
    entree.clean()  # refuses an action that was not declared
    entree.save_base(force_insert=True)  # the signal that marks what is done in the place of another is sent


def entrees(modele: type[Model], pks: Iterable[object], *, actions: Iterable[str] = ()) -> QuerySet:
    """The lines about these objects, the latest first; of these actions alone, if some are named."""
    trouvees = ModelLogEntry.objects.filter(
        content_type=ContentType.objects.get_for_model(modele, for_concrete_model=False),
        object_id__in=[str(pk) for pk in pks],
    )
    if actions:
        trouvees = trouvees.filter(action__in=list(actions))
    return trouvees.select_related("user").order_by("-timestamp", "-pk")


def lire(lignes: QuerySet) -> list[Evenement]:
    """The lines as events: one query."""
    connues = dict(registre.get_choices())
    return [
        Evenement(
            objet=ligne.object_id,
            action=ligne.action,
            fait=str(ligne.message if ligne.action in connues else ligne.action),
            le=ligne.timestamp,
            par=str(ligne.user) if ligne.user else _("Le portail"),
            donnees=ligne.data,
        )
        for ligne in lignes
    ]


def historique(objet: Model, *, actions: Iterable[str] = (), nombre: int | None = None) -> list[Evenement]:
    """What happened to this object, the latest first: one query."""
    return lire(entrees(type(objet), [objet.pk], actions=actions)[:nombre])
