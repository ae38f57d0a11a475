"""Deleting from the back office: what others rely on is kept, and the refusal says what to do instead."""

from collections import Counter

from django.db import DEFAULT_DB_ALIAS
from django.db.models import Model
from django.db.models.deletion import Collector, ProtectedError, RestrictedError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.text import capfirst


def obstacles(objets: list[Model]) -> list[tuple[str, int]]:
    """What forbids to delete these objects of one model: (plural name, count), most numerous first."""
    if not objets:
        return []
    collecteur = Collector(using=DEFAULT_DB_ALIAS)
    try:
        collecteur.collect(objets)
    except ProtectedError as erreur:
        genants = erreur.protected_objects
    except RestrictedError as erreur:
        genants = erreur.restricted_objects
    else:
        return []
    return Counter(capfirst(str(objet._meta.verbose_name_plural)) for objet in genants).most_common()


def refuser_si_protege(request: HttpRequest, objets: list[Model]) -> HttpResponse | None:
    """Hook of Wagtail `before_delete_snippet`: a screen that explains the refusal (409), or None to go on.

    A model's viewset may say what to do instead in its attribute `conseil_suppression`.
    """
    genants = obstacles(list(objets))
    if not genants:
        return None
    modele = type(objets[0])
    viewset = getattr(modele, "snippet_viewset", None)
    contexte = {
        "objets": objets,
        "obstacles": genants,
        "url_liste": reverse(viewset.get_url_name("list")) if viewset else "",
        "conseil": getattr(viewset, "conseil_suppression", ""),
    }
    return render(request, "suppression/refusee.html", contexte, status=409)
