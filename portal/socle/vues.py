"""Views that belong to no room: health, refusals."""

from collections.abc import Callable

from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import redirect, render
from django.templatetags.static import static
from django.views.decorators.cache import cache_control, never_cache
from django.views.decorators.http import require_safe


def ouverte_a_tous(vue: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Marks a view of a gated room that visitors are meant to reach: the house rule about addresses lets it through."""
    vue.ouverte_a_tous = True  # type: ignore[attr-defined]
    return vue


@never_cache
@require_safe
def sante(request: HttpRequest) -> JsonResponse:
    """Says whether the database answers: 200 {"base": true} or 503 {"base": false}."""
    try:
        with connection.cursor() as curseur:
            curseur.execute("SELECT 1")
            curseur.fetchone()
    except DatabaseError:
        return JsonResponse({"base": False}, status=503)
    return JsonResponse({"base": True})


@cache_control(max_age=86400, public=True)
@require_safe
def icone(request: HttpRequest) -> HttpResponseRedirect:
    """The mark, for browsers and readers of feeds that ask for it at the root without reading a page."""
    return redirect(static("img/favicon.svg"))


def csrf_refuse(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403 for a form whose anti-forgery token is missing or too old: says how to keep what was typed."""
    return render(request, "403_csrf.html", status=403)
