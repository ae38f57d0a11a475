"""Notes that members write for themselves; each may take back their own."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from ...metier.refus import BenevolatRefuse
from ...models import Candidature, Note

if TYPE_CHECKING:
    from espace_structures.comptes.models import Compte


@transaction.atomic
def ajouter(candidature: Candidature, *, texte: str, par: Compte, le: datetime) -> Note:
    if not texte.strip():
        raise BenevolatRefuse(_("Écrivez votre note avant de l’enregistrer."))
    return Note.objects.create(candidature=candidature, compte=par, texte=texte.strip(), ecrite_le=le)


@transaction.atomic
def effacer(note: Note, *, par: Compte) -> None:
    """One's own only."""
    if note.compte_id != par.pk:
        raise BenevolatRefuse(_("Cette note est d’une autre personne : demandez-lui de l’effacer."))
    note.delete()
