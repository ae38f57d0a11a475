"""The board of the animation: the funnel of a year, the structures, and addresses for campaigns."""

from __future__ import annotations

import re
import tempfile

from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from portal.socle.courrier import adresse_absolue

from .metier import entonnoir as mesures
from .metier import export

CODE_DE_CAMPAGNE = re.compile(r"[A-Za-z0-9_-]{1,40}")
MONTREES = 50
TYPES = {"csv": "text/csv; charset=utf-8", "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}


@require_safe
def region(request: HttpRequest) -> HttpResponse:
    """Where candidatures stand in the region: as many queries whatever their number."""
    annee, le = _annee(request), timezone.now()
    campagne = request.GET.get("campagne", "").strip()
    valable = CODE_DE_CAMPAGNE.fullmatch(campagne) is not None
    contexte = {
        "entonnoir": mesures.entonnoir(annee, le=le),
        "suivis": mesures.suivis(jour=timezone.localdate(le)),
        "sans_structure": mesures.sans_structure()[:MONTREES],
        "onglets": [
            {"titre": str(autre), "url": f"?annee={autre}", "courant": autre == annee}
            for autre in mesures.annees(timezone.localdate(le))
        ],
        "annee": str(annee),
        "exports": [
            (titre, f"{reverse('espace:benevolat-region-export')}?annee={annee}&format={voulu}")
            for voulu, titre in (("xlsx", _("Classeur (XLSX)")), ("csv", _("Tableau (CSV)")))
        ],
        "campagne": campagne,
        "campagne_refusee": bool(campagne) and not valable,
        "lien_de_campagne": adresse_absolue(f"{reverse('benevolat:devenir')}?campagne={campagne}") if valable else "",
    }
    return render(request, "benevolat/animation/region.html", contexte, status=422 if campagne and not valable else 200)


@require_safe
def exporter(request: HttpRequest) -> FileResponse:
    """The same counts in a file."""
    annee, le = _annee(request), timezone.now()
    voulu = request.GET.get("format", "xlsx")
    if voulu not in TYPES:
        raise Http404(_("Ce format n’existe pas."))
    chiffres, suivis = mesures.entonnoir(annee, le=le), mesures.suivis(jour=timezone.localdate(le))
    fichier = tempfile.TemporaryFile()  # noqa: SIM115 (the response closes it)
    if voulu == "csv":
        export.ecrire_csv(chiffres, suivis, fichier)
    else:
        export.ecrire_xlsx(chiffres, suivis, fichier, le=le)
    fichier.seek(0)
    return FileResponse(fichier, as_attachment=True, filename=f"benevolat-{annee}.{voulu}", content_type=TYPES[voulu])


def _annee(request: HttpRequest) -> int:
    """The year asked for, this one otherwise; 403 without the right."""
    if not request.user.has_perm("benevolat.animer"):
        raise PermissionDenied(_("Seule l’animation régionale lit ce tableau de bord."))
    connues = mesures.annees(timezone.localdate())
    demandee = request.GET.get("annee", "")
    return next((annee for annee in connues if str(annee) == demandee), connues[0])
