"""For whom one acts, in the header of the gated space."""

from django import template

register = template.Library()


@register.inclusion_tag("espace/_organisation.html", takes_context=True)
def choix_d_organisation(context) -> dict:
    """The choice of the organisation; nothing for those who have a single one."""
    request = context["request"]
    if not request.organisation.se_choisit:
        return {"choix": []}
    return {
        "choix": request.organisation.choix,
        "courant": request.organisation.code,
        "anime": request.organisation.est_animation,
        "retour": request.get_full_path(),
        "csrf_token": context.get("csrf_token"),
    }
