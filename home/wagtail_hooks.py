"""What happens before a public page is served, and what the room adds to the back office."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.html import escape
from django.utils.translation import get_language
from wagtail import hooks
from wagtail.models import Page, Site
from wagtail.rich_text.pages import PageLinkHandler

from portal.socle.traductions import AVIS

from .panneaux import PanneauEcrire


@hooks.register("before_serve_page", order=-10)
def servir_dans_sa_langue(page: Page, request: HttpRequest, *_args) -> HttpResponse | None:
    """A page is only served at the address of its own language.

    While the English home page is a draft, Wagtail answers /en/… with the French pages (wagtail#12775); and an alias
    repeats under /en/ a page that nobody has translated yet. Both send the reader to the French address.
    """
    if page.alias_of_id is not None or attend_sa_traduction(page):
        original = page.get_translations().live().filter(locale__language_code=settings.LANGUAGE_CODE).first()
        return _vers(original, request, voulue=get_language()) if original is not None else None
    if langue_de(page) not in (None, get_language()):
        return _vers(page, request, voulue=get_language())
    return None


def attend_sa_traduction(page: Page) -> bool:
    """An alias that was sent for translation stays live, in French, until it is published for the first time."""
    jamais_publiee = page.has_unpublished_changes and page.live_revision_id is None
    return jamais_publiee and langue_de(page) not in (None, settings.LANGUAGE_CODE)


def langue_de(page: Page) -> str | None:
    """Language of the tree in which the page stands, from the roots that Wagtail keeps in its cache."""
    return next((r.language_code for r in Site.get_site_root_paths() if page.url_path.startswith(r.root_path)), None)


def _vers(page: Page, request: HttpRequest, *, voulue: str | None) -> HttpResponse:
    """To the address of the page; away from the language that was asked for, the page says so (`AVIS`)."""
    parametres = request.GET.copy()
    parametres.pop(AVIS, None)
    if voulue not in (None, langue_de(page), settings.LANGUAGE_CODE):
        parametres[AVIS] = voulue
    adresse = page.get_url(request) or "/"
    return redirect(f"{adresse}?{parametres.urlencode()}" if parametres else adresse)


class LienVersPage(PageLinkHandler):
    """Links between pages in one query a text: their address needs neither their type nor another language."""

    @classmethod
    def expand_db_attributes_many(cls, attrs_list: list[dict]) -> list[str]:
        pages = Page.objects.in_bulk([attrs.get("id") for attrs in attrs_list if str(attrs.get("id")).isdigit()])
        adresses = {str(pk): page.url for pk, page in pages.items()}
        return [
            f'<a href="{escape(adresses[attrs["id"]])}">' if adresses.get(attrs.get("id")) else "<a>"
            for attrs in attrs_list
        ]


@hooks.register("register_rich_text_features", order=10)
def lier_en_une_requete(features) -> None:
    """Replaces Wagtail's handler of links to pages by ours."""
    features.register_link_type(LienVersPage)


@hooks.register("construct_homepage_panels")
def ajouter_le_panneau_d_ecriture(request: HttpRequest, panels: list) -> None:
    panels.append(PanneauEcrire())
