"""Section D: what the portal knows of volunteers, compared with the answers, taken by whoever fills the bilan."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from espace_structures.bilans.metier.definitions import definition_connue
from espace_structures.bilans.metier.saisie import ConflitDeSaisie, SaisieRefusee, refus_de_saisie
from espace_structures.bilans.models import Bilan, Feuille
from portal.socle.geographie import DEPARTEMENTS, nom_departement

from ..metier.benevoles_du_bilan import propositions, reprendre, section_des_benevoles

CONFLIT = 409


@require_http_methods(["GET", "HEAD", "POST"])
def proposer(request: HttpRequest, pk: int, departement: str) -> HttpResponse:
    """The figures known, those of the bilan, a box for each; nothing is taken without the button."""
    feuille = _feuille(request, pk, departement)
    section = section_des_benevoles(definition_connue(feuille.bilan.campagne))
    if not section:
        raise Http404
    le = timezone.now()
    refus = refus_de_saisie(feuille.bilan, par=request.user, le=le)
    if refus:
        messages.warning(request, refus)
        return redirect("espace:bilan", pk=pk)
    if request.method == "POST":
        try:
            return _reprendre(request, feuille, section, le)
        except (SaisieRefusee, ConflitDeSaisie) as erreur:
            messages.error(request, _("%(raison)s Relisez la comparaison ci-dessous.") % {"raison": erreur})
            feuille.refresh_from_db()
            return _montrer(request, feuille, section, le, statut=CONFLIT)
    return _montrer(request, feuille, section, le)


def _reprendre(request: HttpRequest, feuille: Feuille, section: str, le) -> HttpResponse:
    version = request.POST.get("version", "")
    nombre = reprendre(
        feuille,
        set(request.POST.getlist("reprises")),
        version=int(version) if version.isascii() and version.isdigit() and len(version) < 10 else 0,
        par=request.user,
        le=le,
        jour=timezone.localdate(le),
    )
    if not nombre:
        messages.info(request, _("Rien n’a changé : cochez les chiffres à reprendre."))
        return redirect("espace:propositions", feuille.bilan_id, feuille.departement)
    messages.success(
        request,
        ngettext(
            "%(nombre)d chiffre repris dans le bilan. Vous pouvez encore le corriger.",
            "%(nombre)d chiffres repris dans le bilan. Vous pouvez encore les corriger.",
            nombre,
        )
        % {"nombre": nombre},
    )
    return redirect("espace:saisie", feuille.bilan_id, feuille.departement, section)


def _montrer(request: HttpRequest, feuille: Feuille, section: str, le, *, statut: int = 200) -> HttpResponse:
    contexte = {
        "bilan": feuille.bilan,
        "feuille": feuille,
        "section": section,
        "nom_departement": nom_departement(feuille.departement),
        "propositions": propositions(feuille, jour=timezone.localdate(le)),
    }
    return render(request, "tableau_de_bord/propositions.html", contexte, status=statut)


def _feuille(request: HttpRequest, pk: int, departement: str) -> Feuille:
    """The sheet, for those who may fill it; 404 to those who may not see its bilan, 403 to the others."""
    if departement not in DEPARTEMENTS:
        raise Http404
    feuille = get_object_or_404(
        Feuille.objects.select_related("bilan__campagne", "bilan__structure"), bilan=pk, departement=departement
    )
    if not request.user.has_perm("bilans.saisir", feuille.bilan):
        get_object_or_404(Bilan.objects.visibles_par(request.user), pk=pk)
        raise PermissionDenied(_("La saisie d’un bilan est réservée aux membres de sa structure."))
    return feuille
