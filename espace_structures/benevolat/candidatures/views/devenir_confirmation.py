"""After sending: the mail to open, the link that confirms. A link read changes nothing, only a button does."""

from __future__ import annotations

from allauth.core import ratelimit
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from portal.socle.vues import ouverte_a_tous

from ...metier.liens import SUIVI, lien, ouvrir
from ...metier.refus import BenevolatRefuse
from ...metier.reglages import reponse_promise
from ...views.lien_signe import discrete
from ..metier import depot
from . import devenir_brouillon as temoin
from .devenir_choix import titre_du_choix


@ouverte_a_tous
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def envoyee(request: HttpRequest) -> HttpResponse:
    """Look at your mail; the link can be sent again. The same for everybody, known or not."""
    brouillon = temoin.lire(request).brouillon
    contexte = {"brouillon": brouillon, "erreur": "", "renvoye": request.GET.get("renvoye") == "1"}
    if request.method != "POST" or brouillon is None:
        return render(request, "benevolat/devenir/envoyee.html", contexte)
    if not ratelimit.consume(request, action="devenir_envoi", key=brouillon.courriel):
        contexte["erreur"] = _("Ce message est déjà parti plusieurs fois : attendez une heure avant le prochain.")
        return render(request, "benevolat/devenir/envoyee.html", contexte, status=429)
    try:
        depot.renvoyer(brouillon, le=timezone.now())
    except BenevolatRefuse:
        return redirect("benevolat:devenir_etape", "relire")
    reponse = redirect("benevolat:devenir_envoyee")
    reponse["Location"] += "?renvoye=1"
    return reponse


@ouverte_a_tous
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def confirmer(request: HttpRequest, jeton: str) -> HttpResponse:
    """The link of the mail: says what is about to leave; the button sends it to whoever answers."""
    benevole = ouvrir(depot.CONFIRMATION, jeton)
    if benevole is None or (benevole.confirme_le is None and benevole.consentement_le is None):
        return discrete(render(request, "benevolat/devenir/lien_perime.html", status=410))
    if request.method != "POST" and benevole.confirme_le is None:
        candidature = depot.candidature_de(benevole)
        contexte = {
            "benevole": benevole,
            "choix": titre_du_choix(candidature),
            "promise": reponse_promise(timezone.now()),
        }
        return discrete(render(request, "benevolat/devenir/confirmer.html", contexte))
    if request.method != "POST":
        return discrete(_confirmee(request, depot.Confirmation(benevole, benevole.candidatures.first(), False)))
    try:
        issue = depot.confirmer(benevole, le=timezone.now())
    except BenevolatRefuse:
        return discrete(render(request, "benevolat/devenir/lien_perime.html", status=410))
    return discrete(temoin.oublier(_confirmee(request, issue)))


def _confirmee(request: HttpRequest, issue: depot.Confirmation) -> HttpResponse:
    contexte = {
        "issue": issue,
        "choix": titre_du_choix(issue.candidature) if issue.candidature else "",
        "suivi": lien(SUIVI, issue.benevole),
    }
    return render(request, "benevolat/devenir/confirmee.html", contexte)
