"""What the screens of the room share: the organisation of an address, and who may manage its members."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from ..metier.organisations import champ_de, type_organisation
from ..models import Financeur, Structure

GENRES = {"structures": Structure, "financeurs": Financeur}
INVALIDE = 422


def charger_organisation(request: HttpRequest, genre: str, pk: int) -> type_organisation:
    """The structure or the funder; 404 when this account may not see it, 403 when it does not manage its members."""
    organisation = get_object_or_404(GENRES[genre].objects.visibles_par(request.user), pk=pk)
    if not request.user.has_perm("structures.gerer_membres", organisation):
        raise PermissionDenied(_("Les membres sont gérés par les responsables et par l’animation régionale."))
    return organisation


def genre_de(organisation: type_organisation) -> str:
    """How an address says what kind of organisation it is about."""
    return f"{champ_de(organisation)}s"


def retour_aux_membres(organisation: type_organisation) -> HttpResponse:
    return redirect("espace:membres", genre_de(organisation), organisation.pk)


def mener(
    request: HttpRequest,
    organisation: type_organisation,
    *,
    formulaire,
    agir: Callable[[dict], object],
    refus: tuple[type[Exception], ...],
    fait: str,
    ecran: dict,
) -> HttpResponse:
    """A step with its screen: shown, then done; refused, it says why and nothing that was typed is lost."""
    if request.method == "POST" and (formulaire is None or formulaire.is_valid()):
        try:
            agir(formulaire.cleaned_data if formulaire else {})
        except refus as raison:
            if formulaire is None:
                messages.error(request, str(raison))
                return retour_aux_membres(organisation)
            formulaire.add_error(None, str(raison))
        else:
            messages.success(request, fait)
            return retour_aux_membres(organisation)
    contexte = {"organisation": organisation, "genre": genre_de(organisation), "formulaire": formulaire} | ecran
    return render(request, "structures/etape.html", contexte, status=INVALIDE if request.method == "POST" else 200)
