"""The public pages of two structures that become one: actions under the sheet kept, redirects from every address."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from wagtail.contrib.redirects.models import Redirect
from wagtail.coreutils import find_available_slug
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Page

from espace_structures.structures.models import Structure
from espace_structures.vitrines.metier.mediatheque import collection_de
from espace_structures.vitrines.models import ActionPage, FichePage, Mediatheque

from .renommage import modifier_le_brouillon, renommer_les_pages

if TYPE_CHECKING:
    from espace_structures.comptes.models import Compte


@dataclass(frozen=True)
class PagesAFondre:
    """What the merge does to the pages of the structure absorbed. `adoptee`: its sheet becomes the one kept's."""

    fiche: FichePage | None
    adoptee: bool
    actions: tuple[str, ...]


def prevoir_pages(gardee: Structure, absorbee: Structure) -> PagesAFondre:
    """The sheet of the structure absorbed and the titles of its actions, as written in French."""
    fiche = FichePage.objects.sources().filter(structure=absorbee).first()
    actions = ActionPage.objects.sources().descendant_of(fiche) if fiche else ActionPage.objects.none()
    return PagesAFondre(
        fiche=fiche,
        adoptee=fiche is not None and not FichePage.objects.filter(structure=gardee).exists(),
        actions=tuple(actions.order_by("path").values_list("title", flat=True)),
    )


def fondre_les_pages(gardee: Structure, absorbee: Structure, *, par: Compte | None) -> None:
    """Move the actions, or hand over the whole sheet when the structure kept has none; within a transaction."""
    fiches = list(FichePage.objects.filter(structure=absorbee).order_by("path"))
    gardees = {fiche.locale_id: fiche for fiche in FichePage.objects.filter(structure=gardee)}
    # A tree changes under the lock of what is moved and of where it goes.
    list(Page.objects.select_for_update().filter(pk__in=[f.pk for f in (*fiches, *gardees.values())]).order_by("pk"))
    if not gardees:
        _adopter(fiches, gardee, par=par)
    else:
        for fiche in fiches:
            cible = gardees.get(fiche.locale_id) or _traduire(gardees, fiche)
            _fondre(fiche, cible, par=par)
    _reunir_les_fichiers(gardee, absorbee)


def _adopter(fiches: list[FichePage], gardee: Structure, *, par: Compte | None) -> None:
    for fiche in fiches:
        fiche.structure = gardee
        fiche.save(clean=False, update_fields=["structure"])
        modifier_le_brouillon(fiche, structure=gardee.pk)
    renommer_les_pages(gardee, par=par)


def _traduire(gardees: dict[int, FichePage], fiche: FichePage) -> FichePage:
    """A draft of the sheet kept in the language of this one, so that the actions keep theirs."""
    source = next(iter(gardees.values()))
    gardees[fiche.locale_id] = source.copy_for_translation(fiche.locale, copy_parents=True).specific
    return gardees[fiche.locale_id]


def _fondre(fiche: FichePage, cible: FichePage, *, par: Compte | None) -> None:
    """Actions under the sheet kept, the other sheet off the site, its address and its redirects to the one kept."""
    for action in fiche.get_children().specific():
        libre = find_available_slug(cible, action.slug)
        if libre != action.slug:
            # The address changes with the move: one redirect, from the address that people know.
            avant = _adresse(action)
            Page.objects.filter(pk=action.pk).update(slug=libre)
            action.slug = libre
            modifier_le_brouillon(action, slug=libre)
            Page.objects.get(pk=action.pk).move(cible, pos="last-child", user=par)
            _rediriger(avant, Page.objects.get(pk=action.pk))
        else:
            action.move(cible, pos="last-child", user=par)
        cible = FichePage.objects.get(pk=cible.pk)
    fiche = FichePage.objects.get(pk=fiche.pk)
    avant = _adresse(fiche)
    if fiche.workflow_in_progress:
        fiche.current_workflow_state.cancel(user=par)
    if fiche.live:
        fiche.unpublish(user=par)
    _rediriger(avant, cible)
    Redirect.objects.filter(redirect_page=fiche).update(redirect_page=cible)


def _adresse(page: Page) -> tuple[int, str] | None:
    """Site and path of a page; None outside every site."""
    parts = page.get_url_parts()
    return (parts[0], Redirect.normalise_path(parts[2])) if parts and parts[2] else None


def _rediriger(avant: tuple[int, str] | None, page: Page) -> None:
    if avant is None or avant == _adresse(page):
        return
    site, chemin = avant
    Redirect.objects.filter(old_path=chemin, site_id=site).delete()
    Redirect.objects.create(old_path=chemin, site_id=site, redirect_page=page, automatically_created=True)


def _reunir_les_fichiers(gardee: Structure, absorbee: Structure) -> None:
    """Pictures and documents go where the editors of the structure kept may use them."""
    ancienne = Mediatheque.objects.filter(structure=absorbee).first()
    if ancienne is None:
        return
    nouvelle = collection_de(gardee)
    for modele in (get_image_model(), get_document_model()):
        modele.objects.filter(collection=ancienne.collection_id).update(collection=nouvelle)
