"""Calls shown on other public pages: the sheet of a structure, a territory, the home page. One query and its lists."""

from django import template
from django.utils import timezone

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
