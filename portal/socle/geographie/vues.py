"""Communes for the fields where one is typed: public reference data, the same for everybody."""

from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from .communes import chercher_communes

LONGUEUR_MIN = 2


@require_safe
@cache_control(public=True, max_age=24 * 3600)
def communes(request: HttpRequest) -> JsonResponse:
    """GET ?q= (two characters at least): {"communes": [{"code", "libelle", "code_postal"}…]}, the likeliest first."""
    cherche = request.GET.get("q", "").strip()
    trouvees = chercher_communes(cherche) if len(cherche) >= LONGUEUR_MIN else []
    return JsonResponse(
        {"communes": [{"code": une.code, "libelle": une.libelle, "code_postal": une.code_postal} for une in trouvees]}
    )
