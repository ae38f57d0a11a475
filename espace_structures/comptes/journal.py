"""What the log says of accounts, and of the acts done by somebody in the place of another.

While the support is signed in as a person, every log entry, of any room, carries in its data who was really behind.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from asgiref.local import Local
from django.db.models.signals import pre_save

if TYPE_CHECKING:
    from .models import Assistance

ASSISTANCE_DEBUT = "comptes.assistance_debut"
ASSISTANCE_FIN = "comptes.assistance_fin"
SECOND_FACTEUR_REINITIALISE = "comptes.second_facteur_reinitialise"

_en_cours = Local()


@contextmanager
def au_nom_de(assistance: Assistance):
    """Marks the log entries written inside this block."""
    _en_cours.assistance = assistance
    try:
        yield
    finally:
        del _en_cours.assistance


def marque() -> dict:
    """What a log entry written now says of who is really behind; nothing outside an assistance.

    To be added by hand to the data of entries written with bulk_create, which sends no signal.
    """
    assistance = getattr(_en_cours, "assistance", None)
    if assistance is None:
        return {}
    return {"assistance": {"numero": assistance.pk, "par": assistance.par_id, "nom": str(assistance.par)}}


def _marquer(sender, instance, **_kwargs) -> None:
    instance.data = {**(instance.data or {}), **marque()}


def brancher() -> None:
    """Once the models are there: rooms, Wagtail and its pages all write their log through these two."""
    from wagtail.models import ModelLogEntry, PageLogEntry

    for modele in (ModelLogEntry, PageLogEntry):
        pre_save.connect(_marquer, sender=modele, dispatch_uid=f"comptes.marquer_{modele.__name__}")
