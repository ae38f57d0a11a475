"""« Cette action m’intéresse »: a member of a structure writes to another."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from espace_structures.structures.droits import Appartenances
from espace_structures.structures.models import Structure

from ..forms.public import InteretForm
from ..metier import interets
from ..metier.destinataires import structure_de
from ..models import ActionPage


@require_http_methods(["GET", "HEAD", "POST"])
def interet(request: HttpRequest, pk: int) -> HttpResponse:
    """Say one's interest in a published action of another structure; once a structure."""
    action = get_object_or_404(ActionPage.objects.live(), pk=pk)
    auteur = structure_de(action)
    siennes = Structure.objects.actives().filter(pk__in=Appartenances.de(request.user).roles_structures)
    autres = siennes.exclude(pk=auteur.pk)
    if not autres:
        raise PermissionDenied
    formulaire = InteretForm(
        request.POST or None, structures=autres, initial={"structure": request.organisation.structure}
    )
    contexte = {"action": action, "formulaire": formulaire, "auteur": auteur}
    if request.method != "POST":
        return render(request, "vitrines/interet.html", contexte)
    if not formulaire.is_valid():
        return render(request, "vitrines/interet.html", contexte, status=422)
    valeurs = formulaire.cleaned_data
    try:
        interets.exprimer(action, valeurs["structure"], par=request.user, message=valeurs["message"], le=timezone.now())
    except interets.InteretRefuse as refus:
        formulaire.add_error(None, str(refus))
        return render(request, "vitrines/interet.html", contexte, status=422)
    messages.success(request, _("Votre message est parti : la structure vous répondra par courriel."))
    return redirect(action.get_url(request))
