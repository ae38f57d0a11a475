"""A structure takes another name everywhere at once: record, bilans not sent yet, public pages and their address."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.text import slugify
from wagtail.coreutils import find_available_slug

from espace_structures.bilans.models import Bilan
from espace_structures.structures.metier.renommage import renommer
from espace_structures.structures.models import Structure
from espace_structures.vitrines.metier.fiches import renommer_les_fiches
from espace_structures.vitrines.models import FichePage

if TYPE_CHECKING:
    from espace_structures.comptes.models import Compte


@transaction.atomic
def renommer_partout(structure: Structure, *, nom: str, par: Compte | None, le: datetime) -> Structure:
    """Rename the structure and what bears its name; raises RenommageRefuse. Sent bilans keep the name they were sent
    with, and the former address of the sheet leads to the new one."""
    structure = renommer(structure, nom=nom, par=par, le=le)
    Bilan.objects.filter(structure=structure, transmis_le=None).update(nom_structure=structure.nom)
    renommer_les_pages(structure, par=par)
    return structure


def renommer_les_pages(structure: Structure, *, par: Compte | None) -> None:
    """Give the sheets of this structure its name and an address made of it; Wagtail redirects the former address."""
    for fiche in FichePage.objects.filter(structure=structure):
        _changer_l_adresse(fiche, structure.nom)
    renommer_les_fiches(structure, par=par)


def _changer_l_adresse(fiche: FichePage, nom: str) -> None:
    """A new address for the sheet and, in its waiting draft, for the day when it will be published."""
    voulue = slugify(nom) or fiche.slug
    if voulue == fiche.slug:
        return
    fiche.slug = find_available_slug(fiche.get_parent(), voulue, ignore_page_id=fiche.pk)
    fiche.save(clean=False)
    modifier_le_brouillon(fiche, slug=fiche.slug)


def modifier_le_brouillon(fiche: FichePage, **valeurs: object) -> None:
    """Write these values in the latest version kept, published or not, without making another."""
    revision = fiche.latest_revision
    if revision is not None:
        revision.content = revision.content | valeurs
        revision.save(update_fields=["content"])
