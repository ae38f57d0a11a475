"""A trame kept as a file: publishing what a file says, writing what is published."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from django.db import transaction
from django.utils.translation import gettext as _

from espace_structures.comptes.models import Compte

from ..models import Trame
from .definition import DefinitionTrame
from .trame_cms import definition_de_trame, ranger
from .verification import TrameInvalide, verifier

# The regional trame shipped with the portal.
TRAME_LIVREE = Path(__file__).resolve().parent.parent / "trames" / "trame-parrainage.yaml"


class TrameIndisponible(Exception):
    """A trame that cannot be replaced or read; the message says why."""


@dataclass(frozen=True)
class Publication:
    """What publishing did: a new trame, a new version of one, or nothing when it already said the same."""

    trame: Trame
    est_creee: bool
    est_changee: bool


@transaction.atomic
def publier(definition: DefinitionTrame, *, par: Compte | None = None) -> Publication:
    """Publish the definition as a new version of the trame of that code, created if need be. All or nothing.

    Raises TrameInvalide, or TrameIndisponible while somebody has locked the trame.
    """
    if defauts := verifier(definition):
        raise TrameInvalide(defauts)
    trame = Trame.objects.select_for_update().filter(code=definition.code).first()
    est_creee = trame is None
    if trame is None:
        trame = Trame()
    elif trame.locked:
        raise TrameIndisponible(
            _("La trame « %(titre)s » est verrouillée : déverrouillez-la avant d’importer.") % {"titre": trame}
        )
    elif trame.live and definition_de_trame(trame) == definition:
        return Publication(trame, est_creee=False, est_changee=False)
    ranger(definition, trame)
    if est_creee:
        trame.save()
    trame.save_revision(user=par, log_action=True).publish(user=par)
    trame.refresh_from_db()
    return Publication(trame, est_creee=est_creee, est_changee=True)


def definition_publiee(code: str) -> DefinitionTrame:
    """The definition of the live version of a trame; raises TrameIndisponible."""
    trame = Trame.objects.filter(code=code).first()
    if trame is None:
        connues = ", ".join(Trame.objects.order_by("code").values_list("code", flat=True)) or _("aucune")
        raise TrameIndisponible(
            _("La trame « %(code)s » n’existe pas. Trames connues : %(connues)s.") % {"code": code, "connues": connues}
        )
    if not trame.live:
        raise TrameIndisponible(
            _("La trame « %(code)s » n’est pas publiée : publiez-la d’abord dans l’éditeur.") % {"code": code}
        )
    return definition_de_trame(trame)
