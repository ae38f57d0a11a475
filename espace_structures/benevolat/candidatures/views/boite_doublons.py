"""Two files side by side that may be those of one person, and the step that makes one of them."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from portal.socle.entrees.identifiants import telephone_lisible
from portal.socle.geographie.communes import commune
from portal.socle.parametres import lire_identifiant

from ...enums import Consultation
from ...metier.acces import noter_acces
from ...metier.refus import BenevolatRefuse
from ...models import Benevole, Candidature, Engagement
from ...views.portee import portee
from ..metier.boite import offre_en_mots
from ..metier.doublons import doublons_de, peut_reunir, reunir

INVALIDE = 422


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def doublons(request: HttpRequest, pk: int) -> HttpResponse:
    """GET: those who may be the person of this candidature. POST: keep one file of the two."""
    portee(request)
    candidature = get_object_or_404(
        Candidature.objects.visibles_par(request.user).select_related("benevole", "structure"), pk=pk
    )
    personne, le = candidature.benevole, timezone.now()
    trouves = doublons_de(personne, request.user)
    refus, statut = "", 200
    if request.method == "POST":
        autre = next((d.benevole for d in trouves if d.benevole.pk == _pk(request, "autre")), None)
        if autre is None:
            refus = _("Ces deux dossiers ne semblent plus être ceux d’une même personne : relisez la liste.")
        else:
            if not peut_reunir([personne, autre], request.user):
                raise PermissionDenied(_("Seule l’animation régionale peut réunir ces dossiers."))
            garde, parti = (autre, personne) if _pk(request, "garde") == autre.pk else (personne, autre)
            try:
                reunir(garde, parti, par=request.user, le=le)
            except BenevolatRefuse as raison:
                refus = str(raison)
            else:
                messages.success(request, _("Les deux dossiers n’en font plus qu’un ; la personne est prévenue."))
                return redirect("espace:candidatures")
        statut = INVALIDE
    noter_acces(
        [personne.pk, *(doublon.benevole.pk for doublon in trouves)],
        structure=candidature.structure,
        par=request.user,
        action=Consultation.LIRE,
        le=le,
    )
    paires = [
        {
            "raisons": doublon.raisons,
            "peut_reunir": peut_reunir([personne, doublon.benevole], request.user),
            "fiches": [_fiche(un, request) for un in (personne, doublon.benevole)],
            "autre": doublon.benevole,
        }
        for doublon in trouves
    ]
    return render(
        request,
        "benevolat/boite/doublons.html",
        {"candidature": candidature, "personne": personne, "paires": paires, "refus": refus},
        status=statut,
    )


def _pk(request: HttpRequest, nom: str) -> int | None:
    return lire_identifiant(request.POST.get(nom, ""))


def _fiche(personne: Benevole, request: HttpRequest) -> dict:
    """What one compares; only the candidatures and engagements that the account may see."""
    lieu = commune(personne.code_commune)
    siennes = Candidature.objects.visibles_par(request.user).filter(benevole=personne).select_related("structure")
    engagements = Engagement.objects.visibles_par(request.user).filter(benevole=personne).select_related("structure")
    return {
        "personne": personne,
        "lignes": [
            (_("Adresse électronique"), personne.courriel),
            (_("Téléphone"), telephone_lisible(personne.telephone)),
            (_("Commune"), lieu.libelle if lieu else ""),
            (_("Propose"), offre_en_mots(personne)),
            (_("Adresse confirmée le"), f"{timezone.localtime(personne.confirme_le):%d/%m/%Y}"),
        ],
        "candidatures": list(siennes),
        "engagements": list(engagements),
    }
