"""Pictures of people are shown as long as they agree.

The pages themselves stop showing a picture on the day (`PhotoQuerySet.montrables`, `PhotoAction.est_montrable`).
The job of the day does what pages cannot: it takes the files out of reach, empties the cache and tells the authors.
"""

from __future__ import annotations

import secrets
from datetime import date, datetime, timedelta
from pathlib import PurePosixPath

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log
from wagtail.models import Page, ReferenceIndex

from espace_structures.comptes.models import Compte
from portal.socle import courrier
from portal.socle.cache_pages import oublier_les_pages
from portal.socle.courrier import LienDePage
from portal.socle.planification import envoyer_une_fois

from ..journal import PHOTO_RETIREE
from ..models import PhotoAction
from .destinataires import responsables_de, structure_de

PREAVIS = timedelta(days=30)
MARQUE = "retiree-"  # in the name of a file that was taken out of reach
CODE_DU_PREAVIS, CODE_DU_RETRAIT = "vitrines.consentement.preavis", "vitrines.consentement.retrait"


def prevenir(*, le: datetime) -> int:
    """Tell the authors of the pictures whose consent ends within thirty days; how many mails left."""
    jour = timezone.localdate(le)
    photos = _photos().filter(page__live=True, consentement_jusqu_au__gt=jour)
    photos = photos.filter(consentement_jusqu_au__lte=jour + PREAVIS, locale__language_code=settings.LANGUAGE_CODE)
    return sum(_ecrire("vitrines.photo_bientot_retiree", CODE_DU_PREAVIS, photo, le=le) for photo in photos)


def retirer(*, le: datetime) -> int:
    """Take out of reach the pictures whose consent has ended and tell their authors; how many left on this run."""
    jour = timezone.localdate(le)
    retirees = [photo for photo in _photos().echues(jour) if _retirer(photo, jour, le)]
    if retirees:
        oublier_les_pages()
    return len(retirees)


def _photos():
    """Pictures of the actions, published or not, with what a mail says of them."""
    photos = PhotoAction.objects.filter(page__alias_of__isnull=True)
    return photos.select_related("page", "page__owner", "image").order_by("consentement_jusqu_au", "pk")


@transaction.atomic
def _retirer(photo: PhotoAction, jour: date, le: datetime) -> bool:
    """Whether the picture left now: False when it had left already."""
    image = photo.image
    parties = image.renditions.count()
    for rendu in image.renditions.all():
        rendu.file.delete(save=False)
        rendu.delete()
    eloignee = not _sert_ailleurs(image, jour) and _eloigner(image)
    if _ecrire("vitrines.photo_retiree", CODE_DU_RETRAIT, photo, le=le) or eloignee or parties:
        log(instance=photo.page, action=PHOTO_RETIREE, data={"photo": photo.alternative})
        return True
    return False


def _sert_ailleurs(image, jour: date) -> bool:
    """Whether the picture is still rightly shown: by an action of which the consent holds, or by another page."""
    if PhotoAction.objects.filter(image=image).montrables(jour).exists():
        return True
    actions = {str(pk) for pk in PhotoAction.objects.filter(image=image).values_list("page_id", flat=True)}
    pages = ContentType.objects.get_for_model(Page)
    return any(
        lien.base_content_type_id != pages.pk or lien.object_id not in actions
        for lien in ReferenceIndex.get_references_to(image)
    )


def _eloigner(image) -> bool:
    """Give the original a name that nobody can guess nor has kept; False when it already bears one."""
    ancien = PurePosixPath(image.file.name)
    if ancien.name.startswith(MARQUE):
        return False
    fichiers = image.file.storage
    if not fichiers.exists(image.file.name):
        return False
    with fichiers.open(image.file.name) as contenu:
        nouveau = fichiers.save(str(ancien.with_name(f"{MARQUE}{secrets.token_urlsafe(24)}{ancien.suffix}")), contenu)
    type(image).objects.filter(pk=image.pk).update(file=nouveau)
    transaction.on_commit(lambda: fichiers.delete(str(ancien)))
    return True


def _ecrire(cle: str, code: str, photo: PhotoAction, *, le: datetime) -> int:
    """To the responsables and to who made the page, once for this picture and this date; how many mails left."""
    action, echeance = photo.page, photo.consentement_jusqu_au
    comptes = responsables_de(structure_de(action)) | Compte.objects.filter(pk=action.owner_id, is_active=True)
    destinataires = [
        compte.pk
        for compte in comptes.distinct()
        if envoyer_une_fois(
            code=code, objet=f"photo {photo.translation_key}", destinataire=compte.email, echeance=echeance, le=le
        )
    ]
    return courrier.envoyer(
        cle,
        a=Compte.objects.filter(pk__in=destinataires),
        photo=photo.alternative,
        action=action.title,
        jusqu_au=echeance,
        lien=LienDePage(action),
    )
