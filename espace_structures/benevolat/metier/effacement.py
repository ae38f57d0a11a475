"""Erasing a person: at once, at their own request or at the end of the retention, and for good.

What hangs from the row goes with it: candidatures, messages, notes, steps of the welcome, engagements, seasons,
renewals, accesses. What stays names nobody: counters, lines of the log emptied of their detail, digests of mails.
"""

from __future__ import annotations

from datetime import datetime

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import Model
from wagtail.models import ModelLogEntry

from ..models import Accueil, Benevole, Candidature, Engagement
from . import compteurs, courriels


@transaction.atomic
def effacer(benevole: Benevole, *, le: datetime) -> bool:
    """Erase this person now; False when somebody did just before. The structures where they act are told."""
    trouve = Benevole.objects.select_for_update(of=("self",)).filter(pk=benevole.pk).first()
    if trouve is None:
        return False
    compteurs.laisser(trouve, le=le)
    if trouve.confirme_le is not None:
        courriels.confirmer_l_effacement(trouve)
        for engagement in trouve.engagements.en_cours().select_related("structure"):
            courriels.prevenir_de_l_effacement(engagement)
    _vider_le_journal(trouve)
    trouve.delete()
    return True


def _vider_le_journal(benevole: Benevole) -> None:
    """The lines about this person's file say what was done and when; not a word more."""
    objets: list[tuple[type[Model], list[int]]] = [
        (Benevole, [benevole.pk]),
        *(
            (modele, list(modele.objects.filter(benevole=benevole).values_list("pk", flat=True)))
            for modele in (Candidature, Engagement, Accueil)
        ),
    ]
    for modele, cles in objets:
        ModelLogEntry.objects.filter(
            content_type=ContentType.objects.get_for_model(modele), object_id__in=[str(cle) for cle in cles]
        ).update(label=str(modele._meta.verbose_name), data={})
