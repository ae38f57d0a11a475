"""Structures that nobody runs any more, and how the animation rescues them."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from ..enums import RoleStructure
from ..forms.membres import MembreForm
from ..metier.membres import MembreRefuse, changer_role
from ..models import MembreStructure, Structure
from .commun import mener

# After an import, hundreds of structures wait for their first responsable.
PAR_PAGE = 50


@require_safe
def sans_responsable(request: HttpRequest) -> HttpResponse:
    """The structures left without a responsable, each with its members and its pending invitations."""
    _exiger(request)
    structures = Structure.objects.sans_responsable().avec_secours().prefetch_related("implantations").order_by("nom")
    page = Paginator(structures, PAR_PAGE).get_page(request.GET.get("page"))
    return render(request, "structures/sans_responsable.html", {"page": page})


@require_http_methods(["GET", "HEAD", "POST"])
def nommer(request: HttpRequest, structure: int) -> HttpResponse:
    """Name one of the members responsable."""
    _exiger(request)
    visee = get_object_or_404(Structure.objects.actives(), pk=structure)
    membres = MembreStructure.objects.actifs().filter(structure=visee).select_related("compte")
    return mener(
        request,
        visee,
        formulaire=MembreForm(request.POST or None, membres=membres.exclude(role=RoleStructure.RESPONSABLE)),
        agir=lambda donnees: changer_role(
            donnees["membre"], role=RoleStructure.RESPONSABLE, par=request.user, le=timezone.now()
        ),
        refus=(MembreRefuse,),
        fait=_("La structure a de nouveau une personne responsable."),
        ecran={
            "titre": _("Nommer une personne responsable"),
            "consequences": [_("Elle transmet le bilan et gère les membres. Elle en est prévenue par courriel.")],
            "bouton": _("Nommer responsable"),
        },
    )


def _exiger(request: HttpRequest) -> None:
    if not request.user.has_perm("structures.secourir"):
        raise PermissionDenied(_("Cet écran est réservé à l’animation régionale."))
