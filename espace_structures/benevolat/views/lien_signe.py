"""What every screen opened by the personal link has in common."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache

from portal.socle.vues import ouverte_a_tous

from ..metier.liens import SUIVI, ouvrir


def par_lien(vue: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Gives the view the person of the link; false, old and revoked links get one and the same answer."""

    @wraps(vue)
    def ouvrante(request: HttpRequest, jeton: str, **arguments) -> HttpResponse:
        benevole = ouvrir(SUIVI, jeton)
        if benevole is None:
            return discrete(lien_perime(request))
        return discrete(vue(request, benevole, jeton, **arguments))

    return ouverte_a_tous(never_cache(ouvrante))


def lien_perime(request: HttpRequest) -> HttpResponse:
    """This link opens nothing (any more), and how to have a new one."""
    return render(request, "benevolat/suivi/lien_perime.html", status=410)


def discrete(reponse: HttpResponse) -> HttpResponse:
    """Neither kept, nor indexed, nor told to whoever the page links to: the address is a key.

    "strict-origin" tells no path to anybody; "no-referrer" would also blank the Origin of our own forms, which the
    anti-forgery check then refuses.
    """
    reponse["Referrer-Policy"] = "strict-origin"
    reponse["X-Robots-Tag"] = "noindex"
    return reponse
