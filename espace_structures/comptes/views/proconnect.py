"""The end of a session that began at ProConnect: it must end there too, or the next person would be let in."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from portal.socle.vues import ouverte_a_tous

from ..proconnect import adresse_de_fin
from ..session import FIN_PROCONNECT


@ouverte_a_tous
@never_cache
@require_safe
def fin(request: HttpRequest) -> HttpResponse:
    """A page that goes on to ProConnect by itself.

    Not a redirection: the browser would hold the form that signed out responsible for every site the person is then led
    through, and our policy lets forms go to ProConnect alone.
    """
    jeton = request.session.pop(FIN_PROCONNECT, None)
    with translation.override(settings.LANGUAGE_CODE):
        retour = request.build_absolute_uri(reverse("account_login"))
    suite = adresse_de_fin(request, jeton, retour=retour) if jeton else None
    if suite is None:
        return redirect("account_login")
    return render(request, "socialaccount/fin.html", {"suite": suite})
