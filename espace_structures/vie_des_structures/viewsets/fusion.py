"""Merging two records of one structure, in the back office: choose, read what moves, type the name."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from espace_structures.structures.models import Structure
from portal.socle.entrees.identifiants import siret_lisible

from ..forms.structures import ChoixDeFusionForm, ConfirmationForm
from ..metier.fusion import FusionRefusee, fusionner, verifier
from ..metier.fusion_prevision import prevoir
from .commun import EcranDeStructure


class ChoixDeFusionView(EcranDeStructure):
    """Which other record, and which one stays; leads to the preview."""

    template_name = "vie_des_structures/cms/fusion_choix.html"
    form_class = ChoixDeFusionForm
    page_title = gettext_lazy("Réunir deux fiches")
    header_icon = "copy"

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"structure": self.object}

    def form_valid(self, form):
        gardee, absorbee = form.couple
        try:
            verifier(gardee, absorbee)
        except FusionRefusee as refus:
            return self.refuser(form, refus)
        return HttpResponseRedirect(reverse("structure_fusion", args=[gardee.pk, absorbee.pk]))


class FusionView(EcranDeStructure):
    """All that moves; the name of the structure that closes, typed, merges. `object` is the one kept."""

    template_name = "vie_des_structures/cms/fusion.html"
    form_class = ConfirmationForm
    page_title = gettext_lazy("Réunir deux fiches")
    header_icon = "copy"

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        self.absorbee = get_object_or_404(Structure, pk=kwargs["absorbee"])
        if self.absorbee == self.object:
            raise Http404

    def get_context_data(self, **kwargs):
        contexte = super().get_context_data(**kwargs) | {"absorbee": self.absorbee, "refus": ""}
        try:
            verifier(self.object, self.absorbee)
        except FusionRefusee as refus:
            return contexte | {"refus": str(refus)}
        return contexte | {
            "fusion": prevoir(self.object, self.absorbee),
            "siret": siret_lisible(self.object.siret),
            "siret_absorbee": siret_lisible(self.absorbee.siret),
            "inverse": reverse("structure_fusion", args=[self.absorbee.pk, self.object.pk]),
        }

    def form_valid(self, form):
        try:
            fusionner(
                self.object,
                self.absorbee,
                nom=form.cleaned_data["nom"],
                par=self.request.user,
                le=timezone.now(),
            )
        except FusionRefusee as refus:
            form.add_error("nom", str(refus))
            return self.form_invalid(form)
        messages.success(
            self.request,
            _("« %(absorbee)s » est réunie à « %(gardee)s » : tout est passé, les anciennes adresses y mènent.")
            % {"absorbee": self.absorbee.nom, "gardee": self.object.nom},
        )
        return HttpResponseRedirect(self.get_success_url())
