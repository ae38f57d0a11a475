"""Whole public pages kept for visitors who carry no cookie.

A page is kept at most a minute: the state of a call for projects depends on the clock. Publishing, moving, deleting or
closing a page, changing a picture, a document or a setting forgets everything at once, by moving to a new generation of
keys.
Nothing is kept of a response that sets a cookie, carries an anti-forgery token or a form to post.
"""

from hashlib import sha256
from time import time_ns
from typing import NamedTuple

from django.conf import settings
from django.core.cache import cache
from django.db import transaction
from django.db.models.signals import post_delete, post_save
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

DUREE = 60
CLE_GENERATION = "portail:pages:generation"
LONGUEUR_MAX_PARAMETRES = 200


class PageGardee(NamedTuple):
    """What is needed to answer again."""

    contenu: bytes
    entetes: list[tuple[str, str]]


class CachePagesMiddleware:
    """Answers from the cache before the session is read; says what it did in the header X-Cache."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if not est_anonyme(request):
            return self.get_response(request)
        cle = cle_de(request)
        gardee = cache.get(cle)
        if gardee is not None:
            return HttpResponse(gardee.contenu, headers=dict(gardee.entetes) | {"X-Cache": "HIT"})
        response = self.get_response(request)
        if est_gardable(request, response):
            cache.set(cle, PageGardee(response.content, list(response.items())), DUREE)
            response["X-Cache"] = "MISS"
        return response


def est_anonyme(request: HttpRequest) -> bool:
    """A plain reading by somebody of whom nothing is known: forms' and language's cookies tell nothing."""
    inconnus = set(request.COOKIES) - {settings.CSRF_COOKIE_NAME, settings.LANGUAGE_COOKIE_NAME}
    parametres = request.META.get("QUERY_STRING", "")
    return request.method == "GET" and not inconnus and len(parametres) <= LONGUEUR_MAX_PARAMETRES


def est_gardable(request: HttpRequest, response: HttpResponseBase) -> bool:
    """Only a whole public page, the same for everybody."""
    trouve = request.resolver_match
    return (
        trouve is not None
        and trouve.url_name == "wagtail_serve"
        and response.status_code == 200
        and isinstance(response, HttpResponse)  # never a stream
        and not response.cookies
        and not request.META.get("CSRF_COOKIE_NEEDS_UPDATE")
        and b'method="post"' not in response.content.lower()
    )


def cle_de(request: HttpRequest) -> str:
    """Key of an address, in the present generation; the language stands in the path."""
    adresse = sha256(request.build_absolute_uri().encode()).hexdigest()
    return f"portail:pages:{cache.get_or_set(CLE_GENERATION, time_ns, None)}:{adresse}"


def oublier_les_pages(**_kwargs) -> None:
    """Forgets every page, once what changed is in the database."""
    transaction.on_commit(lambda: cache.set(CLE_GENERATION, time_ns(), None))


def brancher() -> None:
    """Listens to what changes public pages: pages, who may read them, pictures, documents, sites and settings."""
    from django.apps import apps
    from wagtail.contrib.settings.models import BaseGenericSetting, BaseSiteSetting
    from wagtail.documents import get_document_model
    from wagtail.images import get_image_model
    from wagtail.models import Page, PageViewRestriction, Site
    from wagtail.signals import page_published, page_unpublished, post_page_move

    for signal in (page_published, page_unpublished, post_page_move):
        signal.connect(oublier_les_pages, dispatch_uid="socle.oublier_les_pages")
    for modele in apps.get_models():
        if issubclass(modele, Page):
            post_delete.connect(oublier_les_pages, sender=modele, dispatch_uid="socle.oublier_les_pages")
    reglages = [m for m in apps.get_models() if issubclass(m, BaseGenericSetting | BaseSiteSetting)]
    for modele in (Site, PageViewRestriction, get_image_model(), get_document_model(), *reglages):
        for signal in (post_save, post_delete):
            signal.connect(oublier_les_pages, sender=modele, dispatch_uid="socle.oublier_les_pages")
