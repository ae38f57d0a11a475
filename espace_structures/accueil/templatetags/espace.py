"""The left rail of the gated space."""

from django import template

from ..rail import groupes_du_rail

register = template.Library()


@register.inclusion_tag("espace/_rail.html", takes_context=True)
def espace_rail(context) -> dict:
    """Where the person may go, by role; the line of the screen shown is marked."""
    request = context["request"]
    groupes = groupes_du_rail(request.user)
    adresses = [lien.url for groupe in groupes for lien in groupe.liens if request.path.startswith(lien.url)]
    return {
        "groupes": groupes,
        # The longest address that begins like this one: a screen below "bilans" marks "bilans", not "à faire".
        "courante": max(adresses, key=len, default=""),
        "chemin": request.path,
        "personne": request.user,
    }
