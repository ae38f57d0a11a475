"""A structure takes another name: the one it bore stays findable."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from ..models import AncienNom, Structure

if TYPE_CHECKING:
    from espace_structures.comptes.models import Compte

RENOMMER = "structures.renommer"


class RenommageRefuse(Exception):
    """The structure cannot take this name; the message says why and what to do."""


@transaction.atomic
def renommer(structure: Structure, *, nom: str, par: Compte | None, le: datetime) -> Structure:
    """Give the structure this name and keep the former one with the day it ended; raises RenommageRefuse.

    A name taken back is no longer a former one. The pages follow in the room that knows them.
    """
    structure = Structure.objects.select_for_update(of=("self",)).get(pk=structure.pk)
    nouveau, ancien = " ".join(nom.split()), structure.nom
    longueur = Structure._meta.get_field("nom").max_length
    if not nouveau:
        raise RenommageRefuse(_("Écrivez le nouveau nom de la structure."))
    if len(nouveau) > longueur:
        raise RenommageRefuse(_("Ce nom dépasse %(maximum)s signes : raccourcissez-le.") % {"maximum": longueur})
    if nouveau == ancien:
        raise RenommageRefuse(_("La structure porte déjà ce nom : écrivez le nouveau."))
    structure.nom = nouveau
    structure.save(update_fields=["nom"])
    structure.anciens_noms.filter(nom=nouveau).delete()
    AncienNom.objects.create(structure=structure, nom=ancien, jusqu_au=timezone.localdate(le))
    log(instance=structure, action=RENOMMER, user=par, timestamp=le, data={"avant": ancien, "apres": nouveau})
    return structure
