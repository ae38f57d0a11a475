"""The members of a structure or of a funder, for those who manage them."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from .. import journal
from ..forms.membres import RoleForm
from ..metier import membres as metier
from ..metier.organisations import type_membre
from ..models import Structure
from .commun import charger_organisation, genre_de, mener

AFFICHEES = 50


@require_safe
def membres(request: HttpRequest, genre: str, pk: int) -> HttpResponse:
    """Who belongs to it, who is invited, who asks to join, what happened."""
    organisation = charger_organisation(request, genre, pk)
    tous = list(organisation.membres.select_related("compte").order_by("compte__last_name", "compte__first_name"))
    le = timezone.now()
    invitations = organisation.invitations.en_attente().select_related("invitee_par")
    est_structure = isinstance(organisation, Structure)
    return render(
        request,
        "structures/membres.html",
        {
            "organisation": organisation,
            "genre": genre_de(organisation),
            "est_structure": est_structure,
            "actifs": [membre for membre in tous if membre.actif],
            "anciens": [membre for membre in tous if not membre.actif],
            "invitations": [(invitation, invitation.expire_le <= le) for invitation in invitations],
            "demandes": organisation.demandes.en_attente() if est_structure else [],
            "evenements": journal.historique(organisation, nombre=AFFICHEES),
            "est_membre": any(membre.actif and membre.compte_id == request.user.pk for membre in tous),
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
def role(request: HttpRequest, genre: str, pk: int, membre: int) -> HttpResponse:
    """Change what a member may do."""
    organisation, vise = _charger(request, genre, pk, membre)
    return mener(
        request,
        organisation,
        formulaire=RoleForm(request.POST or None, organisation=organisation, initial={"role": vise.role}),
        agir=lambda donnees: metier.changer_role(vise, role=donnees["role"], par=request.user, le=timezone.now()),
        refus=(metier.MembreRefuse,),
        fait=_("Le rôle de %(qui)s est changé.") % {"qui": vise.compte},
        ecran={
            "titre": _("Changer le rôle de %(qui)s") % {"qui": vise.compte},
            "consequences": [_("Le nouveau rôle prend effet tout de suite, et la personne en est prévenue.")],
            "bouton": _("Changer le rôle"),
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
def desactiver(request: HttpRequest, genre: str, pk: int, membre: int) -> HttpResponse:
    """Take the access of a member away, after saying what it means."""
    organisation, vise = _charger(request, genre, pk, membre)
    noms = {"qui": vise.compte, "organisation": organisation}
    return mener(
        request,
        organisation,
        formulaire=None,
        agir=lambda _donnees: metier.desactiver(vise, par=request.user, le=timezone.now()),
        refus=(metier.MembreRefuse,),
        fait=_("%(qui)s n’est plus membre de « %(organisation)s ».") % noms,
        ecran={
            "titre": _("Retirer l’accès de %(qui)s") % noms,
            "consequences": [
                _("%(qui)s ne voit plus rien de « %(organisation)s », même dans une session déjà ouverte.") % noms,
                _("Tout ce que cette personne a fait garde son nom, et ses pages restent à la structure."),
                _("Les invitations qu’elle a envoyées et qui attendent encore sont annulées."),
                _("Son compte reste ouvert, et vous pouvez lui rendre l’accès à tout moment."),
            ],
            "bouton": _("Retirer l’accès"),
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
def reactiver(request: HttpRequest, genre: str, pk: int, membre: int) -> HttpResponse:
    """Give the access back, with a role chosen now."""
    organisation, vise = _charger(request, genre, pk, membre)
    return mener(
        request,
        organisation,
        formulaire=RoleForm(
            request.POST or None, organisation=organisation, initial={"role": metier.role_au_retour(vise)}
        ),
        agir=lambda donnees: metier.reactiver(vise, role=donnees["role"], par=request.user, le=timezone.now()),
        refus=(metier.MembreRefuse,),
        fait=_("%(qui)s est de nouveau membre.") % {"qui": vise.compte},
        ecran={
            "titre": _("Rendre l’accès à %(qui)s") % {"qui": vise.compte},
            "consequences": [_("La personne en est prévenue. Choisissez le rôle qu’elle a désormais.")],
            "bouton": _("Rendre l’accès"),
        },
    )


def _charger(request: HttpRequest, genre: str, pk: int, membre: int) -> tuple:
    organisation = charger_organisation(request, genre, pk)
    vise: type_membre = get_object_or_404(organisation.membres.select_related("compte"), pk=membre)
    return organisation, vise
