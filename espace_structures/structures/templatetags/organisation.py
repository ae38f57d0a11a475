"""For whom one acts, in the header of the gated space."""

from django import template

from ..contexte import choix_possibles, code_courant, codes

register = template.Library()


@register.inclusion_tag("espace/_organisation.html", takes_context=True)
def choix_d_organisation(context) -> dict:
    """The choice of the organisation; nothing for those who have a single one."""
    request = context["request"]
    if len(codes(request.user)) < 2:
        return {"choix": []}
    return {
        "choix": choix_possibles(request.user),
        "courant": code_courant(request),
        "retour": request.get_full_path(),
        "csrf_token": context.get("csrf_token"),
    }
