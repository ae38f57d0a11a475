"""The first screen of the gated space: what each person has to do."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from .metier.animation import a_faire_animation
from .metier.financeur import a_faire_financeur
from .metier.structure import a_faire_structure


@require_safe
def accueil(request: HttpRequest) -> HttpResponse:
    """What is due, by role; every role of the account is shown."""
    jour = timezone.localdate()
    return render(
        request,
        "accueil/accueil.html",
        {
            "structure": a_faire_structure(request.user, jour=jour),
            "financeur": a_faire_financeur(request.user, jour=jour),
            "animation": a_faire_animation(request.user, jour=jour),
        },
    )
