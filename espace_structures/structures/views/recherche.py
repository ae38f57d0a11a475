"""Finding the structure that one wants to join: by its name, its former names, its département."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.db.models import Exists, OuterRef, Q
from django.http import HttpRequest

from ..droits import Appartenances
from ..forms.entree import RechercheForm
from ..models import AncienNom, Implantation, Structure

PAR_PAGE = 20
MOTS_MAXIMUM = 8


def chercher_structures(request: HttpRequest) -> dict[str, Any]:
    """Context of the search: its form, a page of the active structures that answer, save those that one is in."""
    actives = Structure.objects.actives()
    if request.user.is_authenticated:
        actives = actives.exclude(pk__in=Appartenances.de(request.user).roles_structures)
    departements = (
        Implantation.objects.filter(structure__in=actives)
        .order_by("departement")
        .values_list("departement", flat=True)
        .distinct()
    )
    formulaire = RechercheForm(request.GET, departements=departements)
    mots, departement = formulaire.criteres
    for mot in mots.split()[:MOTS_MAXIMUM]:
        # Not a join a word: rows would multiply with each of them.
        anciens = AncienNom.objects.filter(structure=OuterRef("pk"), nom__icontains=mot)
        actives = actives.filter(Q(nom__icontains=mot) | Exists(anciens))
    if departement:
        actives = actives.filter(implantations__departement=departement)
    page = Paginator(actives.distinct().prefetch_related("implantations"), PAR_PAGE).get_page(request.GET.get("page"))
    parametres = request.GET.copy()
    parametres.pop("page", None)
    return {
        "recherche": formulaire,
        "page": page,
        "parametres": f"{parametres.urlencode()}&" if parametres else "",
    }
