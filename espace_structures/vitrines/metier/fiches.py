"""The public sheet of a structure opens, bears its name, follows it."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log
from wagtail.models import Page, PageLogEntry

from espace_structures.structures.enums import StatutStructure
from espace_structures.structures.models import Structure

from ..models import AnnuairePage, FichePage, Mediatheque
from .mediatheque import collection_de

if TYPE_CHECKING:
    from espace_structures.comptes.models import Compte


class OuvertureRefusee(Exception):
    """The sheet cannot be opened now; the message tells the user why and what to do."""


@transaction.atomic
def ouvrir_fiche(structure: Structure, *, par: Compte | None, le: datetime) -> FichePage:
    """The sheet of this structure, opened as a draft if there is none yet, with what its record already says.

    Two people at once get the same sheet: both wait for the row of the structure.
    """
    structure = Structure.objects.select_for_update(of=("self",)).get(pk=structure.pk)
    fiche = FichePage.objects.sources().filter(structure=structure).first()
    if fiche is None:
        fiche = _creer(structure, par=par, le=le)
    collection_de(structure)
    return fiche


def _creer(structure: Structure, *, par: Compte | None, le: datetime) -> FichePage:
    if structure.statut != StatutStructure.ACTIVE:
        raise OuvertureRefusee(
            _("Cette structure est fermée : elle n’a plus de fiche publique. Écrivez à l’animation régionale.")
        )
    annuaire = AnnuairePage.objects.filter(locale__language_code=settings.LANGUAGE_CODE).first()
    if annuaire is None:
        raise OuvertureRefusee(
            _("L’annuaire n’est pas encore ouvert : écrivez à l’animation régionale, qui le créera.")
        )
    # A tree grows under the lock of its parent: two sheets opened at once would be given the same place.
    parent = Page.objects.select_for_update().get(pk=annuaire.pk)
    fiche = FichePage(
        title=structure.nom,
        structure=structure,
        locale=annuaire.locale,
        owner=par,
        live=False,
        has_unpublished_changes=True,
        contact_nom=structure.referent_nom,
        contact_courriel=structure.referent_courriel,
        contact_telephone=structure.referent_telephone,
    )
    parent.add_child(instance=fiche)
    PageLogEntry.objects.filter(page=fiche.pk).update(timestamp=le)
    fiche.save_revision(user=par, clean=False)
    return fiche


@transaction.atomic
def renommer_les_fiches(structure: Structure, *, par: Compte | None) -> None:
    """Give the sheets and the collection of this structure its present name; what readers see changes at once.

    Only the name changes here: a draft stays a draft. The address, and the redirect from the former one, are the
    business of whoever knows every room (`vie_des_structures.metier.renommage`).
    """
    for fiche in FichePage.objects.filter(structure=structure):
        ancien = fiche.title
        brouillon = fiche.get_latest_revision_as_object()
        fiche.title = fiche.draft_title = structure.nom
        fiche.save(clean=False, update_fields=["title", "draft_title"])
        if fiche.alias_of_id is None:
            # The waiting draft would otherwise bring the former name back.
            brouillon.title = structure.nom
            brouillon.save_revision(user=par, clean=False, changed=fiche.has_unpublished_changes)
        log(instance=fiche, action="wagtail.rename", user=par, data={"title": {"old": ancien, "new": structure.nom}})
    for mediatheque in Mediatheque.objects.filter(structure=structure).select_related("collection"):
        mediatheque.collection.name = structure.nom
        mediatheque.collection.save(update_fields=["name"])
