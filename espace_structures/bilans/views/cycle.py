"""The steps of a bilan: each has its screen (what is about to happen, what to write) and its POST."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from ..forms.cycle import JustificationForm, MotifForm, TransmissionForm, ValidationForm
from ..libelles import etat_pour, public_de
from ..metier import controle, cycle
from ..models import Bilan


@dataclass(frozen=True)
class EtapeDuCycle:
    """A step: the right that it takes, what is written, what it does, and its words."""

    droit: str
    formulaire: type
    executer: Callable[..., Bilan]
    titre: str
    consequence: str
    bouton: str
    fait: str


TRANSMISSION = EtapeDuCycle(
    droit="bilans.transmettre",
    formulaire=TransmissionForm,
    executer=cycle.transmettre,
    titre=gettext_lazy("Transmettre le bilan"),
    consequence=gettext_lazy(
        "Vos financeurs sont prévenus et peuvent lire le bilan. Vous ne pourrez plus le modifier, "
        "à moins qu’ils ne vous le renvoient."
    ),
    bouton=gettext_lazy("Transmettre aux financeurs"),
    fait=gettext_lazy("Le bilan est transmis : vos financeurs sont prévenus."),
)
RENVOI = EtapeDuCycle(
    droit="bilans.instruire",
    formulaire=MotifForm,
    executer=cycle.renvoyer,
    titre=gettext_lazy("Renvoyer à la structure"),
    consequence=gettext_lazy(
        "La structure reçoit votre message et peut corriger son bilan, puis le transmet à nouveau."
    ),
    bouton=gettext_lazy("Renvoyer à la structure"),
    fait=gettext_lazy("Le bilan est renvoyé à la structure, avec votre message."),
)
VALIDATION = EtapeDuCycle(
    droit="bilans.instruire",
    formulaire=ValidationForm,
    executer=cycle.valider,
    titre=gettext_lazy("Valider le bilan"),
    consequence=gettext_lazy("Les chiffres du bilan entrent dans la consolidation. La structure est prévenue."),
    bouton=gettext_lazy("Valider le bilan"),
    fait=gettext_lazy("Le bilan est validé : la structure est prévenue."),
)
REOUVERTURE = EtapeDuCycle(
    droit="bilans.rouvrir",
    formulaire=MotifForm,
    executer=cycle.rouvrir,
    titre=gettext_lazy("Rouvrir le bilan"),
    consequence=gettext_lazy(
        "Le bilan quitte la consolidation et revient à la structure, qui peut le corriger et le transmettre à nouveau."
    ),
    bouton=gettext_lazy("Rouvrir le bilan"),
    fait=gettext_lazy("Le bilan est rouvert : la structure est prévenue."),
)


@require_http_methods(["GET", "HEAD", "POST"])
def transmettre(request: HttpRequest, pk: int) -> HttpResponse:
    return _mener(request, pk, TRANSMISSION)


@require_http_methods(["GET", "HEAD", "POST"])
def renvoyer(request: HttpRequest, pk: int) -> HttpResponse:
    return _mener(request, pk, RENVOI)


@require_http_methods(["GET", "HEAD", "POST"])
def valider(request: HttpRequest, pk: int) -> HttpResponse:
    return _mener(request, pk, VALIDATION)


@require_http_methods(["GET", "HEAD", "POST"])
def rouvrir(request: HttpRequest, pk: int) -> HttpResponse:
    return _mener(request, pk, REOUVERTURE)


@require_POST
def justifier(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep the sentence that answers an anomaly, then back to the anomalies of the overview.

    Refused, the sentence comes back on a screen of its own: nothing typed is lost.
    """
    bilan = _charger(request, pk, "bilans.saisir")
    formulaire = JustificationForm(request.POST, bilan=bilan)
    if formulaire.is_valid():
        try:
            controle.justifier(bilan, par=request.user, le=timezone.now(), **formulaire.cleaned_data)
        except controle.JustificationRefusee as refus:
            formulaire.add_error(None, str(refus))
        else:
            messages.success(request, _("La justification est enregistrée."))
            return redirect(reverse("espace:bilan", args=[bilan.pk]) + "#anomalies")
    return render(request, "bilans/justification.html", {"bilan": bilan, "formulaire": formulaire}, status=422)


def _charger(request: HttpRequest, pk: int, droit: str) -> Bilan:
    """The bilan, 404 when this account may not even see it, 403 when it may not take this step."""
    bilan = get_object_or_404(Bilan.objects.visibles_par(request.user).select_related("campagne", "structure"), pk=pk)
    if not request.user.has_perm(droit, bilan):
        raise PermissionDenied
    return bilan


def _mener(request: HttpRequest, pk: int, etape: EtapeDuCycle) -> HttpResponse:
    bilan = _charger(request, pk, etape.droit)
    debut = {"commentaire": bilan.commentaire} if etape is TRANSMISSION else None
    formulaire = etape.formulaire(request.POST if request.method == "POST" else None, initial=debut)
    if request.method == "POST" and formulaire.is_valid():
        try:
            etape.executer(bilan, par=request.user, le=timezone.now(), **formulaire.cleaned_data)
        except cycle.DejaFait as refus:
            messages.info(request, str(refus))
            return redirect("espace:bilan", bilan.pk)
        except cycle.TransitionRefusee as refus:
            formulaire.add_error(None, str(refus))
        else:
            messages.success(request, etape.fait)
            return redirect("espace:bilan", bilan.pk)
    contexte = {
        "bilan": bilan,
        "etape": etape,
        "etat": etat_pour(bilan.etat, public_de(request.user, bilan.structure_id)),
        "formulaire": formulaire,
    }
    return render(request, "bilans/etape.html", contexte, status=422 if request.method == "POST" else 200)
