"""Requests to join, in the gated space: answered by those who run the structure, made by who is signed in."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ..enums import EtatDemande
from ..forms.entree import DemandeConnectee
from ..forms.membres import RefusForm, RoleForm
from ..metier import demandes as metier
from ..models import DemandeAdhesion, Structure
from .commun import INVALIDE, charger_organisation, mener
from .recherche import chercher_structures


@require_http_methods(["GET", "HEAD", "POST"])
def accepter(request: HttpRequest, structure: int, demande: int) -> HttpResponse:
    """Let the person in, with a role."""
    organisation, visee = _charger(request, structure, demande)
    return mener(
        request,
        organisation,
        formulaire=RoleForm(request.POST or None, organisation=organisation),
        agir=lambda donnees: metier.accepter(visee, role=donnees["role"], par=request.user, le=timezone.now()),
        refus=(metier.DemandeRefusee,),
        fait=_("La demande est acceptée, la personne en est prévenue."),
        ecran={
            "titre": _("Accepter la demande de %(qui)s") % {"qui": _qui(visee)},
            "demande": visee,
            "consequences": [
                _(
                    "Si cette personne a un compte, elle devient membre tout de suite. "
                    "Sinon, elle reçoit une invitation."
                )
            ],
            "bouton": _("Accepter la demande"),
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
def refuser(request: HttpRequest, structure: int, demande: int) -> HttpResponse:
    """Say no, and why."""
    organisation, visee = _charger(request, structure, demande)
    return mener(
        request,
        organisation,
        formulaire=RefusForm(request.POST or None),
        agir=lambda donnees: metier.refuser(visee, par=request.user, le=timezone.now(), **donnees),
        refus=(metier.DemandeRefusee,),
        fait=_("La demande est refusée, la personne reçoit votre motif."),
        ecran={
            "titre": _("Refuser la demande de %(qui)s") % {"qui": _qui(visee)},
            "demande": visee,
            "consequences": [],
            "bouton": _("Refuser la demande"),
        },
    )


@require_safe
def rejoindre(request: HttpRequest) -> HttpResponse:
    """Find a structure, and the requests that one has made."""
    en_cours = DemandeAdhesion.objects.filter(compte=request.user).select_related("structure")[:20]
    contexte = chercher_structures(request) | {"demandes": en_cours}
    return render(request, "structures/rejoindre_espace.html", contexte)


@require_http_methods(["GET", "HEAD", "POST"])
def demander(request: HttpRequest, structure: int) -> HttpResponse:
    """Ask to join this structure."""
    visee = get_object_or_404(Structure.objects.actives(), pk=structure)
    formulaire = DemandeConnectee(request.POST if request.method == "POST" else None)
    if request.method == "POST" and formulaire.is_valid():
        try:
            metier.deposer_pour(visee, compte=request.user, le=timezone.now(), **formulaire.cleaned_data)
        except metier.DemandeRefusee as refus:
            formulaire.add_error(None, str(refus))
        else:
            messages.success(request, _("Votre demande est transmise : la réponse vous arrivera par courriel."))
            return redirect("espace:rejoindre")
    contexte = {"structure": visee, "formulaire": formulaire}
    return render(
        request, "structures/demander_espace.html", contexte, status=INVALIDE if request.method == "POST" else 200
    )


@require_POST
def retirer(request: HttpRequest, demande: int) -> HttpResponse:
    """Take one's own request back."""
    visee = get_object_or_404(DemandeAdhesion, pk=demande, compte=request.user)
    try:
        metier.retirer(visee, le=timezone.now())
    except metier.DemandeRefusee as refus:
        messages.error(request, str(refus))
    else:
        messages.success(request, _("Votre demande est retirée."))
    return redirect("espace:rejoindre")


def _charger(request: HttpRequest, structure: int, demande: int) -> tuple[Structure, DemandeAdhesion]:
    """The request, once its author has confirmed it: before, nobody is disturbed."""
    organisation = charger_organisation(request, "structures", structure)
    visee = get_object_or_404(organisation.demandes.exclude(etat=EtatDemande.A_CONFIRMER), pk=demande)
    return organisation, visee


def _qui(demande: DemandeAdhesion) -> str:
    return f"{demande.prenom} {demande.nom}"
