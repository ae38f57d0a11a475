"""Calls on other public pages: a sheet, a territory, the home page, the search. One query and its lists."""

from django import template
from django.utils import timezone

from portal.socle.entrees.textes import normaliser

from ..appels.recherche import AppelsTrouves
from ..models import AppelBenevoles

register = template.Library()

MONTRES = 3


def _ouverts():
    return AppelBenevoles.objects.ouverts(timezone.localdate()).order_by("-publie_le", "-pk").pour_cartes()


@register.inclusion_tag("benevolat/appels/_section.html")
def appels_de_la_structure(structure) -> dict:
    """Open calls of a structure, for its sheet."""
    return {"appels": list(_ouverts().filter(structure=structure)), "genre": "structure"}


@register.inclusion_tag("benevolat/appels/_section.html")
def appels_du_departement(code: str) -> dict:
    """The latest open calls of a département, for its page."""
    return {"appels": list(_ouverts().filter(departement=code)[:MONTRES]), "genre": "departement", "departement": code}


@register.inclusion_tag("benevolat/appels/_section.html")
def derniers_appels() -> dict:
    """The latest open calls, for the home page."""
    return {"appels": list(_ouverts()[:MONTRES]), "genre": "accueil"}


@register.inclusion_tag("benevolat/appels/_section.html")
def appels_qui_disent(mots: str) -> dict:
    """The latest open calls that hold every word, for the search of the site; none without a word."""
    if not normaliser(mots):
        return {"appels": [], "genre": "recherche"}
    ouverts = AppelBenevoles.objects.ouverts(timezone.localdate())
    return {"appels": AppelsTrouves(ouverts, mots)[:MONTRES], "genre": "recherche"}
