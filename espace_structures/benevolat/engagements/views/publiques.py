"""What the mail of a renewal opens, without an account: the question, its answer, the attestation.

Reading changes nothing, whoever reads: mail scanners open every link. A button does.
"""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from portal.socle.vues import ouverte_a_tous

from ...enums import CHOIX_DE_REPONSE as CHOIX
from ...enums import CanalReponse, Reponse
from ...metier import attestation as metier_attestation
from ...metier import liens
from ...metier.refus import BenevolatRefuse
from ...models import DemandeRenouvellement
from ...views.lien_signe import discrete
from ..forms.renouvellement import ReponseForm
from ..metier.renouvellement import repondre


@ouverte_a_tous
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def renouveler(request: HttpRequest, jeton: str) -> HttpResponse:
    """Three choices; the one of the link comes with a single button."""
    demande = liens.ouvrir(liens.RENOUVELLEMENT, jeton)
    if demande is None:
        return discrete(render(request, "benevolat/renouvellement/lien_perime.html", status=410))
    demande = DemandeRenouvellement.objects.select_related(
        "campagne", "saison__engagement__benevole", "saison__engagement__structure"
    ).get(pk=demande.pk)
    code = (request.POST if request.method == "POST" else request.GET).get("choix", "")
    choix = CHOIX.get(code, "")
    formulaire = ReponseForm(request.POST if request.method == "POST" else None, choix=choix)
    if request.method != "POST":
        return _question(request, demande, jeton, code, formulaire)
    if not choix or not formulaire.is_valid():
        return _question(request, demande, jeton, code, formulaire, statut=422)
    try:
        repondre(demande, choix=choix, canal=CanalReponse.LIEN, le=timezone.now(), **formulaire.cleaned_data)
    except BenevolatRefuse as refus:
        return _question(request, demande, jeton, code, formulaire, statut=422, refus=str(refus))
    return discrete(redirect("benevolat:renouveler", jeton))


def _question(
    request: HttpRequest,
    demande: DemandeRenouvellement,
    jeton: str,
    code: str,
    formulaire: ReponseForm,
    *,
    statut: int = 200,
    refus: str = "",
) -> HttpResponse:
    engagement = demande.saison.engagement
    sorti = demande.reponse == Reponse.ARRET
    contexte = {
        "demande": demande,
        "engagement": engagement,
        "jeton": jeton,
        "code": code if code in CHOIX else "",
        "libelle": CHOIX[code].label if code in CHOIX else "",
        "formulaire": formulaire,
        "est_close": demande.campagne.close_le is not None,
        "attestation": metier_attestation.jeton(engagement) if sorti else "",
        "refus": refus,
    }
    return discrete(render(request, "benevolat/renouvellement/question.html", contexte, status=statut))


@ouverte_a_tous
@never_cache
@require_safe
def attestation(request: HttpRequest, jeton: str) -> HttpResponse:
    """A page to print: who, where, season after season."""
    engagement = metier_attestation.ouvrir(jeton)
    if engagement is None:
        return discrete(render(request, "benevolat/renouvellement/lien_perime.html", status=410))
    contexte = {
        "engagement": engagement,
        "saisons": list(engagement.saisons.order_by("debut")),
        "jour": timezone.localdate(),
    }
    return discrete(render(request, "benevolat/renouvellement/attestation.html", contexte))
