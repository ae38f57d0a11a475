"""What is corrected on the file of a volunteer: the steps of the welcome, the département, the dates of a season."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from espace_structures.benevolat.forms.accueil import AccueilForm

from ...metier import accueil as metier_accueil
from ...metier.refus import BenevolatRefuse
from ...models import Engagement
from ..forms.engagements import DepartementForm, SaisonForm
from ..metier import engagements as metier
from .engagements import charger, noter_ecriture

ecran = require_http_methods(["GET", "HEAD", "POST"])


@ecran
def accueillir(request: HttpRequest, pk: int) -> HttpResponse:
    """The checklist of the welcome, for whoever came without a candidature too."""
    engagement = charger(request, pk)
    return _corriger(
        request,
        engagement,
        AccueilForm(_donnees(request), accueil=metier_accueil.accueil_de(engagement)),
        lambda valeurs: metier_accueil.mettre_a_jour(engagement, valeurs=valeurs, par=request.user, le=timezone.now()),
        titre=_("Étapes de l’accueil"),
        consequences=[
            _("Laissez vide ce qui n’est pas encore fait."),
            _("Le portail ne garde jamais le document : seulement quelle pièce a été vue, quand et par qui."),
        ],
        fait=_("Les étapes de l’accueil sont enregistrées."),
    )


@ecran
def departement(request: HttpRequest, pk: int) -> HttpResponse:
    engagement = charger(request, pk)
    return _corriger(
        request,
        engagement,
        DepartementForm(_donnees(request), initial={"departement": engagement.departement}),
        lambda valeurs: metier.changer_de_departement(engagement, par=request.user, le=timezone.now(), **valeurs),
        titre=_("Corriger le département"),
        consequences=[_("C’est dans ce département que le bilan compte la personne.")],
        fait=_("Le département est corrigé."),
    )


@ecran
def saison(request: HttpRequest, pk: int, saison: int) -> HttpResponse:
    """Other dates for one season; the person is told of them."""
    engagement = charger(request, pk)
    ligne = get_object_or_404(engagement.saisons.select_related("engagement"), pk=saison)
    return _corriger(
        request,
        engagement,
        SaisonForm(_donnees(request), initial={"debut": ligne.debut.isoformat(), "fin": ligne.fin.isoformat()}),
        lambda valeurs: metier.corriger_les_dates(ligne, par=request.user, le=timezone.now(), **valeurs),
        titre=_("Corriger les dates de la saison"),
        consequences=[],
        fait=_("Les dates sont corrigées."),
        previent=True,
    )


def _donnees(request: HttpRequest):
    return request.POST if request.method == "POST" else None


def _corriger(
    request: HttpRequest,
    engagement: Engagement,
    formulaire,
    faire: Callable[[dict], object],
    *,
    fait: str,
    previent: bool = False,
    **contexte,
) -> HttpResponse:
    """Shown, then written; a refusal keeps what was typed."""
    refus = ""
    if request.method == "POST" and formulaire.is_valid():
        try:
            faire(formulaire.cleaned_data)
        except BenevolatRefuse as erreur:
            refus = str(erreur)
        else:
            noter_ecriture(engagement, par=request.user)
            messages.success(request, fait)
            return redirect("espace:benevole", engagement.pk)
    return render(
        request,
        "benevolat/engagements/geste.html",
        contexte | {"engagement": engagement, "formulaire": formulaire, "refus": refus, "previent": previent},
        status=422 if request.method == "POST" else 200,
    )
