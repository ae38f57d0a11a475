"""Drafts made outside the editor: an action told in five minutes, corrected by the same short form.

A draft lives in the revisions of its page, as in Wagtail's editor: what is published does not move before moderation.
Children of the page (figures, pictures…) keep their identity from one draft to the next, and so their translations.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.core.files.images import ImageFile
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.images import get_image_model
from wagtail.log_actions import log
from wagtail.models import Collection, PageLogEntry

from ..models import ActionPage, ChiffreAction, DepartementAction, FichePage, PhotoAction, TemoignageAction
from .mediatheque import collection_de
from .saisies import ActionSaisie, PhotoSaisie
from .textes import en_paragraphes

if TYPE_CHECKING:
    from django.core.files import File
    from wagtail.images.models import Image

    from espace_structures.comptes.models import Compte

_CHAMPS = ("but", "lieu", "debut", "fin", "contact_nom", "contact_courriel", "contact_telephone")
SECOND_CLIC = timedelta(minutes=1)


class BrouillonRefuse(Exception):
    """The draft is not saved; the message says why, and what to do."""


class VersionDepassee(BrouillonRefuse):
    """Somebody saved the page since the form was shown; `version`: the one to start from now."""

    def __init__(self, version: int):
        super().__init__(
            _(
                "Quelqu’un d’autre a enregistré cette page pendant que vous écriviez. Comparez avec votre texte, "
                "gardez ce qui doit l’être, puis enregistrez à nouveau."
            )
        )
        self.version = version


@transaction.atomic
def creer_action(fiche: FichePage, *, par: Compte, valeurs: ActionSaisie, le: datetime) -> ActionPage:
    """A new action under the sheet, as a draft that `par` owns; a second click gives the draft of the first."""
    fiche = FichePage.objects.select_for_update(of=("self", "page_ptr")).select_related("structure").get(pk=fiche.pk)
    deja = _du_premier_clic(fiche, par=par, valeurs=valeurs, le=le)
    if deja is not None:
        return deja
    action = ActionPage(owner=par, live=False, has_unpublished_changes=True, locale_id=fiche.locale_id)
    _ecrire(action, valeurs, collection=collection_de(fiche.structure), par=par)
    fiche.add_child(instance=action)
    revision = action.save_revision(user=par, clean=False)
    log(instance=action, action="wagtail.create", user=par, revision=revision, timestamp=le, content_changed=True)
    return action


def _du_premier_clic(fiche: FichePage, *, par: Compte, valeurs: ActionSaisie, le: datetime) -> ActionPage | None:
    """The action that the same person made a moment ago with the same words."""
    creees = PageLogEntry.objects.filter(
        action="wagtail.create", user=par, timestamp__gt=le - SECOND_CLIC, timestamp__lte=le
    )
    actions = ActionPage.objects.child_of(fiche).filter(pk__in=creees.values("page"), title=valeurs.titre)
    return actions.filter(**{champ: getattr(valeurs, champ) for champ in _CHAMPS}).first()


@transaction.atomic
def modifier_action(action: ActionPage, *, par: Compte, valeurs: ActionSaisie, version: int) -> ActionPage:
    """A new draft of the action; `version` is the revision that the form showed."""
    verrouiller(action, version=version)
    brouillon = action.get_latest_revision_as_object()
    _ecrire(brouillon, valeurs, collection=collection_de(brouillon.get_parent().specific.structure), par=par)
    brouillon.save_revision(user=par, log_action=True)
    return brouillon


def verrouiller(page: ActionPage | FichePage, *, version: int) -> None:
    """Lock the page and refuse when its latest revision is not the one that the form showed."""
    actuelle = type(page).objects.select_for_update(of=("self", "page_ptr")).get(pk=page.pk)
    if (actuelle.latest_revision_id or 0) != version:
        raise VersionDepassee(actuelle.latest_revision_id or 0)
    page.latest_revision_id = actuelle.latest_revision_id


def deposer_image(fichier: File, *, titre: str, collection: Collection, par: Compte) -> Image:
    """A picture, already cleaned, in the collection of a structure."""
    return get_image_model().objects.create(
        title=titre[:255],
        description=titre[:255],
        collection=collection,
        uploaded_by_user=par,
        file=ImageFile(fichier, name=fichier.name),
    )


def _ecrire(action: ActionPage, valeurs: ActionSaisie, *, collection: Collection, par: Compte) -> None:
    """Bring what was typed into the page, in memory."""
    action.title = valeurs.titre
    for champ in _CHAMPS:
        setattr(action, champ, getattr(valeurs, champ))
    if valeurs.deroulement is not None:
        action.deroulement = en_paragraphes(valeurs.deroulement)
    action.publics = list(valeurs.publics)
    _remplacer(
        action,
        "departements",
        [{"departement": code} for code in valeurs.departements],
        lambda: DepartementAction(page=action),
        cle=lambda ligne: ligne.departement,
    )
    _remplacer(
        action,
        "chiffres",
        [
            {"valeur": saisi.valeur, "unite": saisi.unite, "libelle": saisi.libelle, "annee": saisi.annee}
            for saisi in valeurs.chiffres
        ],
        lambda: ChiffreAction(page=action, locale_id=action.locale_id),
    )
    _ecrire_le_temoignage(action, valeurs)
    _ecrire_les_photos(action, valeurs.photos, collection=collection, par=par)


def _remplacer(
    action: ActionPage,
    relation: str,
    lignes: Sequence[dict[str, Any]],
    nouvelle: Callable[[], Any],
    *,
    cle: Callable[[Any], Any] | None = None,
) -> None:
    """Children of the page made equal to these rows: those that stand already are changed, in order (or by `cle`)."""
    presentes = list(getattr(action, relation).all())
    enfants = []
    for rang, valeurs in enumerate(lignes):
        if cle is None:
            enfant = presentes[rang] if rang < len(presentes) else nouvelle()
        else:
            enfant = next((p for p in presentes if cle(p) in valeurs.values()), None) or nouvelle()
        for champ, valeur in (valeurs | {"sort_order": rang}).items():
            setattr(enfant, champ, valeur)
        enfants.append(enfant)
    setattr(action, relation, enfants)


def _ecrire_le_temoignage(action: ActionPage, valeurs: ActionSaisie) -> None:
    """The form shows the first testimony: the others, added in the editor, stay as they are."""
    premier, *autres = [*action.temoignages.all()] or [None]
    saisi = valeurs.temoignage
    if saisi is None:
        action.temoignages = autres
        return
    premier = premier or TemoignageAction(page=action, locale_id=action.locale_id, sort_order=0)
    premier.citation, premier.auteur, premier.accord = saisi.citation, saisi.auteur, saisi.accord
    action.temoignages = [premier, *autres]


def _ecrire_les_photos(
    action: ActionPage, saisies: Sequence[PhotoSaisie], *, collection: Collection, par: Compte
) -> None:
    presentes = {photo.image_id: photo for photo in action.photos.all()}
    photos = []
    for rang, saisie in enumerate(saisies):
        photo = presentes.pop(saisie.image, None) or PhotoAction(
            page=action, locale_id=action.locale_id, image_id=saisie.image
        )
        if saisie.fichier is not None:
            photo.image = deposer_image(saisie.fichier, titre=saisie.alternative, collection=collection, par=par)
        photo.alternative, photo.auteur, photo.sort_order = saisie.alternative, saisie.auteur, rang
        photo.personnes, photo.consentement_jusqu_au = saisie.personnes, saisie.consentement_jusqu_au
        photos.append(photo)
    action.photos = photos
