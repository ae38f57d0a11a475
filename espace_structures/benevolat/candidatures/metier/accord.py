"""The word of the person on what becomes of an unanswered candidature: it may go elsewhere, or it stays."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from ... import journal
from ...enums import ETATS_OUVERTS
from ...metier.refus import BenevolatRefuse
from ...models import Candidature
from .candidatures import noter_contact, verrouiller


@transaction.atomic
def accepter_une_reorientation(candidature: Candidature, *, accepte: bool, le: datetime) -> Candidature:
    """Given or taken back, as often as wanted, while the candidature is followed; saying it twice changes nothing."""
    candidature = verrouiller(candidature)
    if candidature.etat not in ETATS_OUVERTS:
        raise BenevolatRefuse(_("Cette candidature est terminée : il n’y a plus d’accord à donner ni à retirer."))
    if candidature.accepte_reorientation == accepte:
        return candidature
    candidature.accepte_reorientation = accepte
    candidature.version += 1
    candidature.save(update_fields=["accepte_reorientation", "version"])
    noter_contact(candidature.benevole, le=le)
    journal.noter(candidature, "benevolat.accord" if accepte else "benevolat.accord_retire", par=None, le=le)
    return candidature
