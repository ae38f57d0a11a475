"""A bilan as a whole: its overview for those who fill it, its figures to read for everybody else."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from ..metier.saisie import refus_de_saisie
from ..models import Bilan
from .ecran_ensemble import ecran
from .suivi import lecture


@require_safe
def bilan(request: HttpRequest, pk: int) -> HttpResponse:
    """How far the bilan has come and what stands in the way of sending; once sent, or for others, the bilan to read."""
    vu = get_object_or_404(
        Bilan.objects.visibles_par(request.user)
        .select_related("campagne", "structure")
        .prefetch_related("campagne__prolongations"),
        pk=pk,
    )
    if not (vu.est_modifiable and request.user.has_perm("bilans.saisir", vu)):
        return lecture(request, vu)
    refus = refus_de_saisie(vu, par=request.user, le=timezone.now())
    return render(request, "bilans/bilan.html", ecran(vu, request.user, refus=refus))
