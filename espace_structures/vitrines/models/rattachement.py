"""To which structure a page belongs: the one of the sheet at or above it."""

from __future__ import annotations

from wagtail.models import Page

from espace_structures.structures.models import Structure

from .fiche import FichePage


def fiche_de(page: Page) -> FichePage | None:
    """The sheet that this page is, or under which it stands; None elsewhere on the site."""
    return FichePage.objects.ancestor_of(page, inclusive=True).select_related("structure").first()


def structure_de(page: Page) -> Structure | None:
    """The structure whose page it is; None for the pages of the portal itself."""
    fiche = fiche_de(page)
    return fiche.structure if fiche is not None else None
