"""Loads the public site of the demonstration: real, sourced content, in French and in English."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time
from io import BytesIO
from pathlib import Path
from urllib.parse import urlsplit

import yaml
from django.apps import apps
from django.conf import settings
from django.core.files.images import ImageFile
from django.db import transaction
from django.utils import timezone
from wagtail.fields import StreamField
from wagtail.images import get_image_model
from wagtail.models import Locale, Page, Site
from wagtail_localize.models import LocaleSynchronization
from wagtail_localize.synctree import create_aliases_for_new_page

from home.models import AccueilPage
from portal.socle.dessins import dessiner

from .references import en_blocs, resoudre

CONTENU = Path(__file__).parent / "contenu"
CREDIT = {"fr": "Dessin réalisé pour le portail", "en": "Drawing made for the portal"}
# Keys of a page that are not fields of its model.
CLES_DE_STRUCTURE = {"cle", "type", "parent", "menu", "image", "etiquettes", "fr", "en"}


@dataclass
class Chargement:
    """What was created so far: pages by language and key, pictures by name."""

    pages: dict[str, dict[str, Page]] = field(default_factory=lambda: {"fr": {}, "en": {}})
    images: dict[str, object] = field(default_factory=dict)


def est_deja_charge() -> bool:
    """Whether the site has a home page already: the demonstration never writes over it."""
    return AccueilPage.objects.exists()


@transaction.atomic
def charger() -> int:
    """Creates the whole site and returns how many pages it has; the site must have no home page yet."""
    fr, en = (Locale.objects.get_or_create(language_code=code)[0] for code in ("fr", "en"))
    entrees = list(lire())
    etat = Chargement()
    for entree in entrees:
        _creer(entree, etat, fr=fr, en=en)
    _installer_le_site(etat.pages["fr"]["accueil"])
    for entree in entrees:
        for langue in ("fr", "en"):
            if langue in entree:
                _remplir(entree, langue, etat)
    # From now on the back office keeps an alias in English of what is not translated yet; seeding does it by itself.
    LocaleSynchronization.objects.get_or_create(locale=en, defaults={"sync_from": fr})
    for entree in entrees:
        page = etat.pages["fr"][entree["cle"]]
        if not page.get_translations().exists():
            create_aliases_for_new_page(page)
    return Page.objects.filter(depth__gt=1).count()


def lire() -> Iterator[dict]:
    """The pages of the content, parents first, in the order of the menu."""
    for fichier in sorted(CONTENU.glob("*.yaml")):
        yield from yaml.safe_load(fichier.read_text(encoding="utf-8"))


def _creer(entree: dict, etat: Chargement, *, fr: Locale, en: Locale) -> None:
    """The page and its translation, as drafts with a title: links need every page to exist."""
    modele = apps.get_model(entree["type"])
    page = modele(
        locale=fr,
        live=False,
        show_in_menus=entree.get("menu", False),
        **_champs_propres(entree, etat.images),
        **{nom: entree["fr"][nom] for nom in ("title", "slug")},
    )
    parent = etat.pages["fr"][entree["parent"]] if "parent" in entree else Page.get_first_root_node()
    parent.add_child(instance=page)
    etat.pages["fr"][entree["cle"]] = page
    if "en" in entree:
        traduction = page.copy_for_translation(en)
        traduction.slug = entree["en"]["slug"]
        traduction.title = traduction.draft_title = entree["en"]["title"]
        traduction.save()
        etat.pages["en"][entree["cle"]] = traduction


def _champs_propres(entree: dict, images: dict) -> dict:
    """Fields that do not depend on the language; those that must exist even in a draft get their value at once."""
    champs = {
        nom: _instant(valeur)
        for nom, valeur in entree.items()
        if nom not in CLES_DE_STRUCTURE and not str(valeur).startswith("@")
    }
    if nom := entree.get("image"):
        champs |= {"image": _image(nom, images), "image_alternative": nom, "image_credit": CREDIT["fr"]}
    return champs


def _instant(valeur):
    """A moment written "2021-03-25 00:00" is one of Paris."""
    if isinstance(valeur, str) and len(valeur) == len("2021-03-25 00:00") and valeur[10] == " ":
        return datetime.fromisoformat(valeur).replace(tzinfo=timezone.get_default_timezone())
    return valeur


def _image(nom: str, images: dict):
    """The picture of a drawing, drawn once."""
    if nom not in images:
        images[nom] = get_image_model().objects.create(
            title=f"Dessin : {nom.replace('_', ' ')}", file=ImageFile(BytesIO(dessiner(nom)), name=f"dessin-{nom}.png")
        )
    return images[nom]


def _remplir(entree: dict, langue: str, etat: Chargement) -> None:
    """Writes the text of a page in a language, checks it as the back office would, publishes it."""
    pages = etat.pages["fr"] | (etat.pages["en"] if langue == "en" else {})
    # Read again: a page kept in memory does not know the children added since, and would write that it has none.
    page = etat.pages[langue][entree["cle"]]
    page = type(page).objects.get(pk=page.pk)
    references = {n: v for n, v in entree.items() if n not in CLES_DE_STRUCTURE and str(v).startswith("@")}
    for nom, valeur in (references | entree[langue]).items():
        _ecrire(page, nom, resoudre(valeur, pages))
    if "image" in entree:
        page.image_credit = CREDIT[langue]
    if "etiquettes" in entree:
        page.etiquettes.set(entree["etiquettes"])
    page.first_published_at = _premiere_parution(page)
    page.full_clean()
    page.save_revision().publish()


def _ecrire(page: Page, nom: str, valeur) -> None:
    champ = page._meta.get_field(nom)
    if isinstance(champ, StreamField):
        valeur = champ.stream_block.clean(champ.stream_block.to_python(en_blocs(valeur)))
    setattr(page, champ.attname if champ.is_relation else nom, valeur)


def _premiere_parution(page: Page) -> datetime | None:
    """The day of the news, the opening of the call: the site looks as if it had lived since."""
    jour = getattr(page, "date", None)
    if isinstance(jour, date):
        return datetime.combine(jour, time(9), tzinfo=timezone.get_default_timezone())
    return getattr(page, "ouverture", None)


def _installer_le_site(accueil: Page) -> None:
    """The site starts at the French home page; the page that Wagtail installs is removed."""
    adresse = urlsplit(settings.WAGTAILADMIN_BASE_URL)
    site = Site.objects.filter(is_default_site=True).first() or Site(is_default_site=True)
    site.hostname = adresse.hostname or "localhost"
    site.port = adresse.port or (443 if adresse.scheme == "https" else 80)
    site.site_name = settings.WAGTAIL_SITE_NAME
    site.root_page = accueil
    site.save()
    for page in Page.objects.filter(depth=2, content_type__app_label="wagtailcore", content_type__model="page"):
        page.delete()
