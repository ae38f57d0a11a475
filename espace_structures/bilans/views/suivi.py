"""Following the bilans: their list by state, and one of them to read."""

from __future__ import annotations

from datetime import date

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from ..forms.suivi import FiltresDesBilans
from ..libelles import Public, public_avec
from ..metier import suivi
from ..models import Bilan, Campagne
from .ecran_lecture import ecran
from .ecran_liste import lignes, onglets

PAR_PAGE = 50


@require_safe
def bilans(request: HttpRequest) -> HttpResponse:
    """The bilans that the organisation one acts for may follow."""
    jour = timezone.localdate()
    liens = request.organisation.liens
    public = public_avec(liens)
    exercices = list(Campagne.objects.gelees().values_list("exercice", flat=True))
    filtre = FiltresDesBilans(_parametres(request, public, exercices), exercices=exercices)
    filtres = filtre.filtres
    suivis = Bilan.objects.suivis_dans(liens).filter(campagne__ouverte_le__isnull=False)
    compteurs = suivi.compter(suivi.filtrer(suivis, filtres, jour=jour, sauf_etat=True), jour=jour)
    trouves = (
        suivi.trier(suivi.filtrer(suivis, filtres, jour=jour), filtre.ordre)
        .select_related("campagne")
        .prefetch_related("feuilles")
    )
    page = Paginator(trouves, PAR_PAGE).get_page(request.GET.get("page"))
    return render(
        request,
        "bilans/liste.html",
        {
            "filtre": filtre,
            "onglets": onglets(compteurs, public, filtre),
            "page": page,
            "parametres": f"{filtre.adresse()}&",
            "lignes": lignes(page.object_list, liens, jour),
            "est_structure": public == Public.STRUCTURE,
            "filtree": any(request.GET.get(nom) for nom in ("mots", "departement", "type_structure", "etat")),
        },
    )


def lecture(request: HttpRequest, bilan: Bilan, *, jour: date | None = None) -> HttpResponse:
    """The bilan to read: figures, anomalies, rates, conventions, history; and what its reader may do with it."""
    contexte = ecran(bilan, request.user, departement=request.GET.get("feuille", ""), jour=jour or timezone.localdate())
    return render(request, "bilans/lecture.html", contexte)


def _parametres(request: HttpRequest, public: Public, exercices: list[int]) -> dict[str, str]:
    """What the address says; funders and the animation start from the latest campaign."""
    lus = request.GET.dict()
    if "exercice" not in lus and public != Public.STRUCTURE and exercices:
        lus["exercice"] = str(exercices[0])
    return lus
