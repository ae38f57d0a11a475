"""Addresses in mails, where there is no request to build them from."""

from django import template

from ..courrier import adresse_absolue

register = template.Library()


@register.simple_tag
def adresse_portail(chemin: str = "/") -> str:
    """Full address of a path of the portal."""
    return adresse_absolue(chemin)
