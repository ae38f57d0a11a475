"""Renewal in the gated space: the board, the launch of a campaign, the list of those to be called."""

from __future__ import annotations

from datetime import timedelta

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from espace_structures.structures.models import Structure

from ...metier.refus import BenevolatRefuse
from ...metier.reglages import fin_de_saison
from ...models import CampagneRenouvellement, DemandeRenouvellement
from ...views.fichiers import liste
from ...views.portee import portee
from ..forms.renouvellement import CampagneForm
from ..metier import renouvellement as metier
from ..metier.export import exporter_les_appels
from ..metier.rappels import COMPTES, compter

PAR_PAGE = 50
# What is to be done comes first: on a phone the other tabs are further along the line.
ETATS = {
    "a_appeler": gettext_lazy("À appeler"),
    "sans_reponse": gettext_lazy("Sans réponse"),
    "confirmes": gettext_lazy("Ils continuent"),
    "pauses": gettext_lazy("En pause"),
    "arrets": gettext_lazy("Ils s’arrêtent"),
}


@require_safe
def tableau(request: HttpRequest) -> HttpResponse:
    """Who answered what, campaign by campaign still open."""
    structures = portee(request).structures
    demandes = _demandes(structures)
    nombres = compter(demandes)
    etat = request.GET.get("etat", "")
    etat = etat if etat in COMPTES else "a_appeler" if nombres["a_appeler"] else "sans_reponse"
    lignes = demandes.filter(COMPTES[etat]).select_related(
        "campagne", "saison__engagement__benevole", "saison__engagement__structure"
    )
    campagnes = CampagneRenouvellement.objects.filter(close_le__isnull=True).filter(
        Q(structure__in=structures) | Q(structure__isnull=True, demandes__in=demandes)
    )
    return render(
        request,
        "benevolat/engagements/renouvellement.html",
        {
            "onglets": [
                {
                    "libelle": libelle,
                    "nombre": nombres[code],
                    "adresse": f"?etat={code}",
                    "est_courant": code == etat,
                }
                for code, libelle in ETATS.items()
            ],
            "etat": etat,
            "page_obj": Paginator(lignes.order_by("saison__engagement__benevole__nom", "pk"), PAR_PAGE).get_page(
                request.GET.get("page")
            ),
            "parametres": f"etat={etat}&",
            "campagnes": list(campagnes.distinct().order_by("-lancee_le", "-pk")),
            "anime": request.user.has_perm("benevolat.animer"),
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
def lancer(request: HttpRequest) -> HttpResponse:
    """A campaign: who is concerned is counted before anything leaves, then a second button sends."""
    structure = _structure_de_la_campagne(request)
    fin = fin_de_saison(timezone.localdate())
    formulaire = CampagneForm(
        request.POST if request.method == "POST" else None, initial={"fin_de_saison": fin.isoformat()}
    )
    apercu, refus = None, ""
    if request.method == "POST" and formulaire.is_valid():
        jusqu_au = formulaire.cleaned_data["fin_de_saison"]
        if request.POST.get("envoyer"):
            try:
                campagne = metier.lancer(
                    structure,
                    titre=_("Renouvellement %(annee)d") % {"annee": (jusqu_au + timedelta(days=1)).year},
                    fin_de_saison=jusqu_au,
                    message=formulaire.cleaned_data["message"],
                    par=request.user,
                    le=timezone.now(),
                )
            except BenevolatRefuse as erreur:
                refus = str(erreur)
            else:
                messages.success(
                    request,
                    _("La question est posée. Personnes concernées : %(nombre)d.")
                    % {"nombre": campagne.demandes.count()},
                )
                return redirect("espace:renouvellement")
        else:
            concernees = metier.concernees(fin_de_saison=jusqu_au, structure=structure)
            apercu = {
                "total": concernees.count(),
                "sans_adresse": concernees.filter(engagement__benevole__courriel="").count(),
            }
    rate = request.method == "POST" and apercu is None
    return render(
        request,
        "benevolat/engagements/lancer.html",
        {"formulaire": formulaire, "apercu": apercu, "refus": refus, "structure": structure},
        status=422 if rate else 200,
    )


@require_POST
def clore(request: HttpRequest, pk: int) -> HttpResponse:
    """Ends a campaign: of a structure by those who follow it, for all by the animation."""
    suivies = portee(request).structures
    visibles = CampagneRenouvellement.objects.filter(Q(structure__in=suivies) | Q(structure__isnull=True))
    campagne = get_object_or_404(visibles.select_related("structure"), pk=pk)
    droit = "benevolat.suivre" if campagne.structure else "benevolat.animer"
    if not request.user.has_perm(droit, campagne if campagne.structure else None):
        raise PermissionDenied
    metier.clore(campagne, par=request.user, le=timezone.now())
    messages.success(request, _("La campagne est close : les réponses ne changent plus."))
    return redirect("espace:renouvellement")


@require_safe
def exporter(request: HttpRequest, format: str) -> HttpResponse:
    """Who is to be called, as a file; written in the log of accesses."""
    demandes = (
        _demandes(portee(request).structures)
        .filter(COMPTES["a_appeler"])
        .select_related("saison__engagement__benevole", "saison__engagement__structure")
        .order_by("saison__engagement__benevole__nom", "pk")
    )
    contenu = exporter_les_appels(demandes, format=format, par=request.user, le=timezone.now())
    return liste(contenu, "a-appeler", format=format)


def _demandes(structures):
    """Questions of the campaigns still open, for these structures."""
    return DemandeRenouvellement.objects.filter(
        saison__engagement__structure__in=structures, campagne__close_le__isnull=True
    )


def _structure_de_la_campagne(request: HttpRequest) -> Structure | None:
    """The structure one acts for; None, all, for the animation alone."""
    if request.user.has_perm("benevolat.animer"):
        return None
    structures = list(portee(request).structures.actives()[:2])
    if len(structures) != 1:
        raise PermissionDenied(_("Choisissez d’abord la structure pour laquelle vous agissez."))
    return structures[0]
