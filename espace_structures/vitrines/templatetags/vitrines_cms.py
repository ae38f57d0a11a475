"""What the screens of the back office say of the pages of structures."""

from django import template

from portal.socle.entrees.identifiants import siret_lisible

from ..droits import PagesAPortee
from ..models import ActionPage, FichePage

register = template.Library()


@register.filter
def siret(valeur: str) -> str:
    """In groups, as people read it."""
    return siret_lisible(valeur)


@register.simple_tag(takes_context=True)
def demande_un_motif(context, page) -> bool:
    """Whether the person is to say why she acts on this page: it is that of a structure, and not hers."""
    compte = context["request"].user
    return isinstance(page, FichePage | ActionPage) and not PagesAPortee.de(compte).ecrit(page)
