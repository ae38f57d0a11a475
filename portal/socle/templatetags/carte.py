"""What the map needs to know of the portal."""

from django import template
from django.conf import settings

register = template.Library()


@register.simple_tag
def tuiles() -> dict[str, str]:
    """Address of the tiles under the outlines and whom to thank for them; both empty unless the portal has some."""
    adresse = settings.PORTAIL_CARTE_TUILES
    return {"adresse": adresse, "attribution": settings.PORTAIL_CARTE_ATTRIBUTION if adresse else ""}
