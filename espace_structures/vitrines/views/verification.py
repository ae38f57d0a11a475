"""The yearly question: is this page still true? Asked by mail, or in the gated space."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods
from wagtail.models import Page

from espace_structures.structures.droits import Appartenances, est_editeur

from ..metier import fraicheur
from ..metier.destinataires import structure_de
from ..models import ActionPage, FichePage
from .ecrans import adresse_de


@require_http_methods(["GET", "HEAD", "POST"])
def confirmer(request: HttpRequest, pk: int) -> HttpResponse:
    """The same question for whoever writes the page, signed in."""
    page = _page_de_ma_structure(request, pk)

    def retour() -> HttpResponse:
        messages.success(request, _("Merci : la page porte la date d’aujourd’hui."))
        return redirect(adresse_de(page))

    return repondre(request, page, par=request.user, retour=retour)


def repondre(
    request: HttpRequest, page: FichePage | ActionPage, *, par, retour: Callable[[], HttpResponse]
) -> HttpResponse:
    """Show the question, or do what the button says."""
    le = timezone.localdate()
    est_action = isinstance(page, ActionPage)
    contexte = {"cible": page, "peut_terminer": est_action and not page.est_terminee(le), "est_action": est_action}
    if request.method != "POST":
        return render(request, "vitrines/verifier.html", contexte)
    try:
        if request.POST.get("geste") == "terminer" and est_action:
            fraicheur.terminer(page, par=par, le=le)
        else:
            fraicheur.confirmer(page, par=par, le=le)
    except fraicheur.ConfirmationRefusee as refus:
        return render(request, "vitrines/verifier.html", contexte | {"refus": refus}, status=422)
    return retour()


def _page_de_ma_structure(request: HttpRequest, pk: int) -> FichePage | ActionPage:
    """A published page of a structure of the account: 404 elsewhere, 403 for who does not write for it."""
    page = Page.objects.live().type(FichePage, ActionPage).filter(pk=pk).first()
    if page is None:
        raise Http404
    page = page.specific
    structure = structure_de(page)
    if structure.pk not in Appartenances.de(request.user).roles_structures:
        raise Http404
    if not est_editeur(request.user, structure):
        raise PermissionDenied
    return page
