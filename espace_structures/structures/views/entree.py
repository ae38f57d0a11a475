"""Asking to join a structure, for a visitor. The screens never tell whether an address is known."""

from __future__ import annotations

from allauth.core import ratelimit
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from portal.socle.vues import ouverte_a_tous

from ..enums import EtatDemande
from ..forms.entree import DemandeForm
from ..metier import demandes as metier
from ..models import Structure
from .commun import INVALIDE
from .recherche import chercher_structures

CHAMPS = ("courriel", "prenom", "nom", "fonction", "message")


@ouverte_a_tous
@never_cache
@require_safe
def rejoindre(request: HttpRequest) -> HttpResponse:
    """Find one's structure."""
    if request.user.is_authenticated:
        return redirect("espace:rejoindre")
    return render(request, "structures/rejoindre.html", chercher_structures(request))


@ouverte_a_tous
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def demander(request: HttpRequest, structure: int) -> HttpResponse:
    """Say who one is; a mail asks to confirm."""
    if request.user.is_authenticated:
        return redirect("espace:demander", structure)
    visee = get_object_or_404(Structure.objects.actives(), pk=structure)
    formulaire = DemandeForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and formulaire.is_valid():
        return _deposer(request, visee, formulaire)
    return _montrer(request, visee, formulaire, INVALIDE if request.method == "POST" else 200)


def _deposer(request: HttpRequest, structure: Structure, formulaire: DemandeForm) -> HttpResponse:
    donnees = {champ: formulaire.cleaned_data[champ] for champ in CHAMPS}
    if not ratelimit.consume(request, action="demande_adhesion", key=donnees["courriel"].lower()):
        formulaire.add_error(None, _("Vous avez fait plusieurs demandes en peu de temps : réessayez dans une heure."))
        return _montrer(request, structure, formulaire, 429)
    metier.deposer(structure, le=timezone.now(), langue=get_language() or "", **donnees)
    return redirect("demande_envoyee")


def _montrer(request: HttpRequest, structure: Structure, formulaire: DemandeForm, statut: int) -> HttpResponse:
    return render(
        request, "structures/demander.html", {"structure": structure, "formulaire": formulaire}, status=statut
    )


@ouverte_a_tous
@never_cache
@require_safe
def envoyee(request: HttpRequest) -> HttpResponse:
    """The same answer to everybody: look at your mail."""
    return render(request, "structures/demande_envoyee.html")


@ouverte_a_tous
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def suivre(request: HttpRequest, jeton: str) -> HttpResponse:
    """Where one's request stands: confirm it, or take it back."""
    demande = metier.trouver(jeton)
    if demande is None:
        return render(request, "structures/demande_suivie.html", {"demande": None}, status=404)
    if request.method == "POST":
        if "retirer" in request.POST:
            _retirer(request, demande)
        elif demande.etat != EtatDemande.A_CONFIRMER:
            messages.info(request, _("Votre demande était déjà confirmée."))
        else:
            metier.confirmer(demande, le=timezone.now())
            messages.success(request, _("Votre demande est transmise à la structure."))
        return redirect(request.path)
    reponse = render(request, "structures/demande_suivie.html", {"demande": demande})
    reponse["Referrer-Policy"] = "strict-origin"
    return reponse


def _retirer(request: HttpRequest, demande) -> None:
    try:
        metier.retirer(demande, le=timezone.now())
    except metier.DemandeRefusee as refus:
        messages.error(request, str(refus))
    else:
        messages.success(request, _("Votre demande est retirée."))
