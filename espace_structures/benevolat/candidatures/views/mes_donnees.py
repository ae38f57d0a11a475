"""One's own data: read, take away, erase."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from portal.socle.vues import ouverte_a_tous

from ...metier import conservation, donnees
from ...metier import effacement as effacements
from ...models import Benevole
from ...views.lien_signe import par_lien
from ..forms.suivi import EffacementForm


@par_lien
@require_safe
def lire(request: HttpRequest, benevole: Benevole, jeton: str) -> HttpResponse:
    """All that the portal knows, to read or print, and who opened it."""
    contexte = {
        "jeton": jeton,
        "benevole": benevole,
        "rubriques": donnees.rubriques(benevole),
        "echeance": conservation.echeance(benevole),
    }
    return render(request, "benevolat/suivi/donnees.html", contexte)


@par_lien
@require_safe
def telecharger(request: HttpRequest, benevole: Benevole, jeton: str) -> HttpResponse:
    """The same in a file."""
    reponse = JsonResponse(
        donnees.en_json(benevole, le=timezone.now()), json_dumps_params={"ensure_ascii": False, "indent": 2}
    )
    reponse["Content-Disposition"] = 'attachment; filename="mes-donnees.json"'
    return reponse


@par_lien
@require_http_methods(["GET", "HEAD", "POST"])
def effacer(request: HttpRequest, benevole: Benevole, jeton: str) -> HttpResponse:
    """Says what disappears and what stays; a box and a button do it at once."""
    formulaire = EffacementForm(request.POST or None)
    contexte = {
        "jeton": jeton,
        "formulaire": formulaire,
        "candidatures": benevole.candidatures.count(),
        "engagements": benevole.engagements.en_cours().select_related("structure"),
    }
    if request.method != "POST":
        return render(request, "benevolat/suivi/effacer.html", contexte)
    if not formulaire.is_valid():
        return render(request, "benevolat/suivi/effacer.html", contexte, status=422)
    effacements.effacer(benevole, le=timezone.now())
    return redirect("benevolat:suivi_efface")


@ouverte_a_tous
@never_cache
@require_safe
def efface(request: HttpRequest) -> HttpResponse:
    """It is done."""
    return render(request, "benevolat/suivi/efface.html")
