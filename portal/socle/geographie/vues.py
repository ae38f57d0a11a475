"""Communes for the fields where one is typed: public reference data, the same for everybody."""

from django.conf import settings
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from .communes import Commune, ancien_nom, chercher_communes, region_d_abord

LONGUEUR_MIN = 2


@require_safe
@cache_control(public=True, max_age=24 * 3600)
def communes(request: HttpRequest) -> JsonResponse:
    """GET ?q= (two characters at least): {"communes": [{"code", "libelle", "code_postal"}…]}, the likeliest first.

    "ancien" beside them: the former name that was typed, when the commune merged or was renamed.
    """
    cherche = request.GET.get("q", "").strip()
    trouvees = chercher_communes(cherche) if len(cherche) >= LONGUEUR_MIN else []
    trouvees = region_d_abord(trouvees, settings.PORTAIL_REGION)
    return JsonResponse({"communes": [_decrire(une, cherche) for une in trouvees]})


def _decrire(une: Commune, cherche: str) -> dict[str, str]:
    dit = {"code": une.code, "libelle": une.libelle, "code_postal": une.code_postal}
    ancien = ancien_nom(une, cherche)
    return dit | {"ancien": ancien} if ancien else dit
