"""The first screen of the gated space: what each person has to do; and the way from a bilan to an action."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from espace_structures.bilans.models import Bilan
from espace_structures.vitrines.metier.fiches import OuvertureRefusee

from ..metier.animation import a_faire_animation
from ..metier.benevoles import a_faire_benevoles
from ..metier.bilan_en_action import RecitAbsent, creer_depuis_le_bilan
from ..metier.financeur import a_faire_financeur
from ..metier.moderation import a_relire, a_suivre
from ..metier.pages import a_faire_pages
from ..metier.structure import a_faire_structure


@require_safe
def a_faire(request: HttpRequest) -> HttpResponse:
    """What is due, by role: every role of the account, or what the organisation chosen has to do."""
    le, liens = timezone.now(), request.organisation.liens
    jour = timezone.localdate(le)
    return render(
        request,
        "tableau_de_bord/a_faire.html",
        {
            "structure": a_faire_structure(liens, jour=jour),
            "financeur": a_faire_financeur(liens, jour=jour),
            "pages": a_faire_pages(liens, le=le),
            "benevoles": a_faire_benevoles(liens, jour=jour),
            "a_relire": a_relire(request.user, le=le),
            "animation": a_faire_animation(request.user, jour=jour),
            "a_suivre": a_suivre(request.user, le=le),
        },
    )


@require_POST
def en_action(request: HttpRequest, pk: int) -> HttpResponse:
    """Make a draft of what the bilan tells, and open the short form on it; for those who write for the structure."""
    bilan = get_object_or_404(Bilan.objects.visibles_par(request.user).select_related("campagne", "structure"), pk=pk)
    if not request.user.has_perm("vitrines.ecrire", bilan.structure):
        raise PermissionDenied
    try:
        action = creer_depuis_le_bilan(bilan, par=request.user, le=timezone.now())
    except (RecitAbsent, OuvertureRefusee) as refus:
        messages.error(request, str(refus))
        return redirect("espace:bilan", bilan.pk)
    messages.info(
        request,
        _(
            "Voici un brouillon d’après le bilan %(exercice)s. Donnez-lui un titre, gardez ce qui intéresse le public, "
            "retirez ce qui ne regarde que vos financeurs."
        )
        % {"exercice": bilan.campagne.exercice},
    )
    return redirect("espace:action-modifier", action.pk)
