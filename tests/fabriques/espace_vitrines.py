"""Pages of structures at each step of their road, for the tests of the gated space."""

from datetime import UTC, datetime

from espace_structures.vitrines.metier.moderation import installer_moderation, renvoyer, soumettre
from espace_structures.vitrines.models import ActionPage, FichePage

from .structures import StructureFactory, animateur, membre
from .vitrines import action, fiche

LE = datetime(2026, 11, 20, 9, tzinfo=UTC)


def fiche_en(annuaire, etat: str, structure=None, **champs) -> FichePage:
    """A sheet "brouillon", "en_relecture", "renvoyee" (with a reason) or "publiee"."""
    structure = structure or StructureFactory()
    page = fiche(annuaire, structure, **{"live": etat == "publiee", "first_published_at": None} | champs)
    return mener(page, etat)


def action_en(page_fiche, etat: str, titre="Une action", **champs) -> ActionPage:
    """An action "brouillon", "en_relecture", "renvoyee" (with a reason) or "publiee"."""
    page = action(page_fiche, titre, **{"live": etat == "publiee"} | champs)
    return mener(page, etat)


def en_relecture(annuaire, structure) -> FichePage:
    """The sheet of this structure, waiting to be read."""
    return fiche_en(annuaire, "en_relecture", structure)


def mener(page, etat: str):
    """Bring a draft to this state, as its author and the animation would."""
    installer_moderation()
    revision = page.save_revision()
    if etat == "publiee":
        revision.publish()
    page = type(page).objects.get(pk=page.pk)
    if etat in ("en_relecture", "renvoyee"):
        structure = page.structure if isinstance(page, FichePage) else page.get_parent().specific.structure
        soumettre(page, par=membre(structure), le=LE)
    if etat == "renvoyee":
        renvoyer(page, par=animateur(first_name="Zoé", last_name="Roy"), motif="Ajoutez une date.", le=LE)
    return type(page).objects.get(pk=page.pk)
