"""The ways around the site: main navigation, footer, languages. A fixed number of queries, read once a request."""

from dataclasses import dataclass

from django import template
from django.conf import settings
from django.urls import reverse, translate_url
from django.utils.translation import get_language, get_language_info, gettext, override
from wagtail.models import Page, Site

from ..pages import parametres_sans_page
from ..traductions import AVIS

register = template.Library()

MODELE_DE_RECHERCHE = "pagerecherche"  # by its name: the ground knows no room


@dataclass(frozen=True)
class Lien:
    """A link of a menu; `courant` is the page shown or one of its ancestors."""

    titre: str
    url: str
    courant: bool
    cherche: bool = False  # the page where one searches the site: it stands among the tools of the header


@dataclass(frozen=True)
class Langue:
    """The same content in another language."""

    code: str
    nom: str
    url: str
    url_absolue: str
    courante: bool


@register.simple_tag(takes_context=True)
def menu_principal(context) -> list[Lien]:
    """Links to the pages right under the home page of the active language that are "shown in menus"."""
    return [lien for au_menu, lien in _pages_de_premier_rang(context) if au_menu]


@register.simple_tag(takes_context=True)
def menu_pied(context) -> list[Lien]:
    """Links to the other pages right under the home page: legal notice, accessibility, personal data."""
    return [lien for au_menu, lien in _pages_de_premier_rang(context) if not au_menu]


@register.simple_tag(takes_context=True)
def lien_de_recherche(context) -> Lien | None:
    """Link to the page where one searches the site, in the active language; None when there is none."""
    return next((lien for _au_menu, lien in _pages_de_premier_rang(context) if lien.cherche), None)


@register.simple_tag
def url_accueil() -> str:
    """Address of the home page in the active language, whatever the page shown."""
    return reverse("wagtail_serve", args=[""])


@register.simple_tag(takes_context=True)
def langues(context) -> list[Langue]:
    """Every language in which what is shown can be read: live translations of a page, else the same address."""
    request = context.get("request")
    if request is None:
        return []
    adresses = _adresses_par_langue(context, request)
    active = get_language() or settings.LANGUAGE_CODE
    return [
        Langue(
            code=code,
            nom=get_language_info(code)["name_local"],
            url=_avec_la_recherche(adresses[code], request),
            url_absolue=request.build_absolute_uri(adresses[code]),
            courante=code == active,
        )
        for code, _nom in settings.LANGUAGES
        if code in adresses
    ]


@register.simple_tag(takes_context=True)
def avis_de_langue(context) -> dict | None:
    """What to say to who asked for this page in a language in which it does not exist, in that language."""
    request, page = context.get("request"), _page_servie(context)
    voulue = request.GET.get(AVIS, "") if request is not None else ""
    if not hasattr(page, "traductions_publiees") or voulue not in dict(settings.LANGUAGES):
        return None
    if voulue in {get_language(), *(traduction.langue for traduction in page.traductions_publiees(request))}:
        return None
    with override(voulue):
        return {
            "langue": voulue,
            "titre": gettext("Cette page n’existe pas encore en anglais"),
            "texte": gettext("La voici en français."),
        }


def _page_servie(context):
    """The page being read; not the page that some other screen is about, which has an address of its own."""
    resolution = getattr(context.get("request"), "resolver_match", None)
    if resolution is not None and resolution.url_name != "wagtail_serve":
        return None
    return context.get("page")


def _adresses_par_langue(context, request) -> dict[str, str]:
    """Published translations when a page of ours is shown; the address in each language for any other view."""
    page = _page_servie(context)
    if hasattr(page, "traductions_publiees"):
        traductions = page.traductions_publiees(request)
        suite = _suite(request, [traduction.adresse for traduction in traductions])
        return {traduction.langue: f"{traduction.adresse}{suite}" for traduction in traductions}
    chemin = request.get_full_path()
    return {code: translate_url(chemin, code) for code, _nom in settings.LANGUAGES}


def _suite(request, adresses: list[str]) -> str:
    """What is shown below the page itself, as the département of the territories: the same in each language."""
    siennes = [adresse for adresse in adresses if adresse and request.path.startswith(adresse)]
    return request.path.removeprefix(max(siennes, key=len)) if siennes else ""


def _avec_la_recherche(adresse: str, request) -> str:
    """Whoever changes language finds the same results; the number of the page is left out."""
    parametres = parametres_sans_page(request).rstrip("&")
    return f"{adresse}?{parametres}" if parametres and "?" not in adresse else adresse


def _pages_de_premier_rang(context) -> list[tuple[bool, Lien]]:
    request = context.get("request")
    if request is None:
        return []
    langue = get_language() or settings.LANGUAGE_CODE
    connues = request.__dict__.setdefault("_pages_de_premier_rang", {})
    if langue not in connues:
        # A page of ours has read them with its translations, in one query.
        lues = getattr(context.get("page"), "pages_de_premier_rang", None)
        connues[langue] = _liens(request, lues() if lues is not None else _lire_pages(request, langue))
    return connues[langue]


def _liens(request, pages) -> list[tuple[bool, Lien]]:
    liens = []
    for page in pages:
        url = page.get_url(request) or ""
        cherche = page.cached_content_type.model == MODELE_DE_RECHERCHE
        liens.append((page.show_in_menus, Lien(page.title, url, bool(url) and request.path.startswith(url), cherche)))
    return liens


def _lire_pages(request, langue: str) -> list[Page]:
    """Live public pages right under the home page of this language (two queries, and the site's own)."""
    site = Site.find_for_request(request)
    if site is None:
        return []
    racine = next(
        (r for r in Site.get_site_root_paths() if r.site_id == site.pk and r.language_code in (langue, None)), None
    )
    if racine is None:
        return []
    profondeur = 3  # Wagtail's root, the home page, its children
    pages = Page.objects.live().public().filter(url_path__startswith=racine.root_path, depth=profondeur)
    return list(pages.filter(alias_of__isnull=True).order_by("path"))
