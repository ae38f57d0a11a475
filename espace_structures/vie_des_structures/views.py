"""“Je quitte mes fonctions”: everything that moves, then the departure."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from espace_structures.structures.enums import RoleStructure
from espace_structures.structures.models import MembreStructure

from .forms.depart import DepartForm
from .metier import depart as metier


@require_http_methods(["GET", "HEAD", "POST"])
def depart(request: HttpRequest, structure: int) -> HttpResponse:
    """Leave this structure; 404 for whoever is not one of its members."""
    membre = get_object_or_404(
        MembreStructure.objects.actifs().select_related("structure"), compte=request.user, structure=structure
    )
    membres = metier.autres_membres(membre)
    est_le_dernier = membre.role == RoleStructure.RESPONSABLE and not metier.reste_un_responsable(membre)
    formulaire = DepartForm(
        request.POST if request.method == "POST" else None, membres=membres, facultatif=not est_le_dernier
    )
    if request.method == "POST" and formulaire.is_valid():
        try:
            metier.quitter(membre, successeur=formulaire.cleaned_data["successeur"], le=timezone.now())
        except metier.DepartRefuse as refus:
            formulaire.add_error(None, str(refus))
        else:
            messages.success(
                request,
                _("Vous avez quitté « %(structure)s ». Merci pour le chemin parcouru !")
                % {"structure": membre.structure},
            )
            return redirect("espace:accueil")
    contexte = {
        "membre": membre,
        "formulaire": formulaire,
        "a_reprendre": metier.a_reprendre(membre),
        "est_le_dernier": est_le_dernier,
        "peut_partir": not est_le_dernier or bool(membres),
        "est_responsable": membre.role == RoleStructure.RESPONSABLE,
    }
    return render(request, "vie_des_structures/depart.html", contexte, status=422 if request.method == "POST" else 200)
