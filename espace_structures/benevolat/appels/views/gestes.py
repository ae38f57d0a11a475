"""What one does with a call: send it, take it back, full, open again, closed, copied, erased; reading it for others."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ...enums import EtatAppel
from ...metier.refus import BenevolatRefuse
from ...models import AppelBenevoles
from ..forms import CopieForm, RenvoiForm
from ..metier import appels as metier
from .appels import REFUS, charger

Geste = Callable[[AppelBenevoles], str]


def _mener(request: HttpRequest, pk: int, geste: Geste, *, retour: str = "") -> HttpResponse:
    """Take the step, say what happened, go back to the call or to a list."""
    vu = charger(request, pk)
    try:
        messages.success(request, geste(vu))
    except BenevolatRefuse as refus:
        messages.error(request, str(refus))
        return redirect("espace:appel-benevole", pk)
    return redirect(retour) if retour else redirect("espace:appel-benevole", pk)


@require_POST
def soumettre(request: HttpRequest, pk: int) -> HttpResponse:
    """Publish, or send to those who read."""

    def envoyer(vu: AppelBenevoles) -> str:
        if metier.soumettre(vu, par=request.user, le=timezone.now()) == EtatAppel.A_RELIRE:
            return _("C’est envoyé. Vous recevrez un courriel dès que l’appel sera relu.")
        return _("C’est publié : tout le monde peut lire l’appel et y répondre.")

    return _mener(request, pk, envoyer)


@require_POST
def reprendre(request: HttpRequest, pk: int) -> HttpResponse:
    """Take the call back from those who read."""

    def geste(vu: AppelBenevoles) -> str:
        metier.reprendre(vu, par=request.user, le=timezone.now())
        return _("L’appel est à nouveau un brouillon : modifiez-le, puis renvoyez-le.")

    return _mener(request, pk, geste)


@require_POST
def complet(request: HttpRequest, pk: int) -> HttpResponse:
    """All places are taken, here or elsewhere."""

    def geste(vu: AppelBenevoles) -> str:
        metier.declarer_complet(vu, par=request.user, le=timezone.now())
        return _("L’appel est complet. Il reste sur le site, pour la liste d’attente.")

    return _mener(request, pk, geste)


@require_POST
def rouvrir(request: HttpRequest, pk: int) -> HttpResponse:
    """Look for people again."""

    def geste(vu: AppelBenevoles) -> str:
        metier.rouvrir(vu, par=request.user, le=timezone.now())
        return _("L’appel est rouvert.")

    return _mener(request, pk, geste)


@require_POST
def clore(request: HttpRequest, pk: int) -> HttpResponse:
    """Nobody applies to it any more."""

    def geste(vu: AppelBenevoles) -> str:
        metier.clore(vu, par=request.user, le=timezone.now())
        return _("L’appel est clos : il a quitté le site. Les candidatures reçues se poursuivent.")

    return _mener(request, pk, geste)


@require_POST
def supprimer(request: HttpRequest, pk: int) -> HttpResponse:
    """Erase a draft never published."""

    def geste(vu: AppelBenevoles) -> str:
        metier.supprimer(vu)
        return _("Le brouillon est supprimé.")

    return _mener(request, pk, geste, retour="espace:appels-benevoles")


@require_http_methods(["GET", "HEAD", "POST"])
def copier(request: HttpRequest, pk: int) -> HttpResponse:
    """A new draft that says the same, until another day."""
    vu = charger(request, pk)
    formulaire = CopieForm(request.POST if request.method == "POST" else None, jour=timezone.localdate())
    if request.method == "POST" and formulaire.is_valid():
        jusqu_au = formulaire.cleaned_data["jusqu_au"]
        copie = metier.copier(vu, jusqu_au=jusqu_au, par=request.user, le=timezone.now())
        messages.success(request, _("La copie est un brouillon : relisez-la, puis publiez-la."))
        return redirect("espace:appel-benevole", copie.pk)
    contexte = {"appel": vu, "formulaire": formulaire}
    return render(request, "benevolat/appels/copier.html", contexte, status=REFUS if request.method == "POST" else 200)


# --- Reading for others ----------------------------------------------------------------------------------------------


@require_safe
def a_relire(request: HttpRequest) -> HttpResponse:
    """The calls that wait, the oldest first."""
    _exiger_de_relire(request)
    le = timezone.now()
    attendent = AppelBenevoles.objects.lisibles_par_relecteur(request.user).select_related("structure")
    lignes = [(appel, (le - appel.soumis_le).days) for appel in attendent.order_by("soumis_le", "pk")]
    return render(request, "benevolat/appels/a_relire.html", {"lignes": lignes})


@require_http_methods(["GET", "HEAD", "POST"])
def relire(request: HttpRequest, pk: int) -> HttpResponse:
    """One call as it will be read: publish it, or send it back with a reason."""
    _exiger_de_relire(request)
    attendent = AppelBenevoles.objects.lisibles_par_relecteur(request.user).pour_cartes()
    vu = get_object_or_404(attendent, pk=pk)
    renvoie = request.method == "POST" and "renvoyer" in request.POST
    formulaire = RenvoiForm(request.POST if renvoie else None)
    try:
        if renvoie and formulaire.is_valid():
            motif = formulaire.cleaned_data["motif"]
            metier.renvoyer(vu, motif=motif, par=request.user, le=timezone.now())
            messages.success(request, _("L’appel est renvoyé à la structure, qui reçoit votre motif."))
            return redirect("espace:appels-a-relire")
        if request.method == "POST" and not renvoie:
            metier.publier(vu, par=request.user, le=timezone.now())
            messages.success(request, _("L’appel est publié, la structure en est prévenue."))
            return redirect("espace:appels-a-relire")
    except BenevolatRefuse as refus:
        formulaire.add_error(None, str(refus)) if renvoie else messages.error(request, str(refus))
    contexte = {"appel": vu, "formulaire": formulaire}
    return render(request, "benevolat/appels/relire.html", contexte, status=REFUS if request.method == "POST" else 200)


def _exiger_de_relire(request: HttpRequest) -> None:
    if not request.user.has_perm("benevolat.relire"):
        raise PermissionDenied
