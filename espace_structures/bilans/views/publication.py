"""The figures of an exercice given to the public: what would be told, what is kept back, and the button."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from portal.socle.geographie import nom_departement

from ..metier.chiffres_publics import SEUIL_EFFECTIF, SEUIL_TAUX
from ..metier.publication import PublicationRefusee, proposer, publier, retirer
from ..models import Campagne, Publication


@require_http_methods(["GET", "HEAD", "POST"])
def publication(request: HttpRequest, exercice: int) -> HttpResponse:
    """GET shows the figures as the public would read them; POST publishes them, or takes them back."""
    if not request.user.has_perm("bilans.publier"):
        raise PermissionDenied(_("Seule l’animation régionale publie les chiffres."))
    campagne = get_object_or_404(Campagne.objects.gelees(), exercice=exercice)
    if request.method == "POST":
        _agir(request, campagne)
        return redirect("espace:publication", exercice)
    proposition = proposer(campagne)
    departements = sorted({code for mesure in proposition.mesures for code in mesure.par_departement})
    return render(
        request,
        "bilans/publication.html",
        {
            "exercice": str(exercice),
            "publiee": Publication.objects.filter(campagne=campagne).select_related("publiee_par").first(),
            "couverture": proposition.couverture,
            "mesures": proposition.mesures,
            "lignes": [
                {
                    "nom": nom_departement(code),
                    "valeurs": [(mesure, mesure.par_departement.get(code)) for mesure in proposition.mesures],
                }
                for code in departements
            ],
            "seuil_effectif": SEUIL_EFFECTIF,
            "seuil_taux": SEUIL_TAUX,
        },
    )


def _agir(request: HttpRequest, campagne: Campagne) -> None:
    try:
        if "retirer" in request.POST:
            retirer(campagne, par=request.user, le=timezone.now())
            messages.success(request, _("Les chiffres ont quitté le site public."))
        else:
            publier(campagne, par=request.user, le=timezone.now())
            messages.success(
                request,
                _("Les chiffres sont sur le site : page d’accueil des territoires et pages de chaque département."),
            )
    except PublicationRefusee as refus:
        messages.error(request, str(refus))
