"""Inviting to a structure or to a funder, sending again, cancelling."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from ..enums import RoleStructure
from ..forms.membres import InvitationForm
from ..metier import invitations as metier
from .commun import charger_organisation, mener, retour_aux_membres


@require_http_methods(["GET", "HEAD", "POST"])
def inviter(request: HttpRequest, genre: str, pk: int) -> HttpResponse:
    organisation = charger_organisation(request, genre, pk)
    return mener(
        request,
        organisation,
        formulaire=InvitationForm(
            request.POST or None,
            organisation=organisation,
            initial={"role": RoleStructure.RESPONSABLE} if "responsable" in request.GET else None,
        ),
        agir=lambda donnees: metier.inviter(organisation, par=request.user, le=timezone.now(), **donnees),
        refus=(metier.InvitationRefusee,),
        fait=_("L’invitation est envoyée : son lien est valable quatorze jours."),
        ecran={
            "titre": _("Inviter une personne"),
            "consequences": [
                _(
                    "Elle reçoit un courriel avec un lien personnel, valable quatorze jours. Elle y ouvre son compte, "
                    "ou se connecte à celui qu’elle a déjà."
                )
            ],
            "bouton": _("Envoyer l’invitation"),
        },
    )


@require_POST
def renvoyer(request: HttpRequest, genre: str, pk: int, invitation: int) -> HttpResponse:
    return _agir(request, genre, pk, invitation, metier.renvoyer, _("L’invitation est renvoyée, avec un nouveau lien."))


@require_POST
def annuler(request: HttpRequest, genre: str, pk: int, invitation: int) -> HttpResponse:
    return _agir(
        request, genre, pk, invitation, metier.annuler, _("L’invitation est annulée : son lien n’ouvre plus rien.")
    )


def _agir(request: HttpRequest, genre: str, pk: int, invitation: int, action: Callable, fait: str) -> HttpResponse:
    organisation = charger_organisation(request, genre, pk)
    visee = get_object_or_404(organisation.invitations, pk=invitation)
    try:
        action(visee, par=request.user, le=timezone.now())
    except metier.InvitationRefusee as refus:
        messages.error(request, str(refus))
    else:
        messages.success(request, fait)
    return retour_aux_membres(organisation)
