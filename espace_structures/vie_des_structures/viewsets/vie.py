"""Renaming, closing and reopening a structure, in the back office."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import HttpResponseRedirect
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from espace_structures.structures.enums import StatutStructure
from espace_structures.structures.metier.cloture import ClotureRefusee, fermer, rouvrir
from espace_structures.structures.metier.renommage import RenommageRefuse
from espace_structures.vitrines.metier.fiches import OuvertureRefusee, ouvrir_fiche
from espace_structures.vitrines.models import FichePage

from ..forms.structures import FermetureForm, RenommageForm
from ..metier.cloture import bilans_en_cours
from ..metier.renommage import renommer_partout
from .commun import EcranDeStructure


class RenommageView(EcranDeStructure):
    template_name = "vie_des_structures/cms/renommer.html"
    form_class = RenommageForm
    page_title = gettext_lazy("Renommer")
    header_icon = "edit"

    def get_initial(self):
        return {"nom": self.object.nom}

    def get_context_data(self, **kwargs):
        fiche = FichePage.objects.sources().filter(structure=self.object).first()
        return super().get_context_data(**kwargs) | {"fiche": fiche, "anciens_noms": self.object.anciens_noms.all()}

    def form_valid(self, form):
        ancien = self.object.nom
        try:
            structure = renommer_partout(
                self.object, nom=form.cleaned_data["nom"], par=self.request.user, le=timezone.now()
            )
        except RenommageRefuse as refus:
            return self.refuser(form, refus)
        messages.success(
            self.request,
            _("« %(ancien)s » s’appelle désormais « %(nom)s ». L’ancien nom reste trouvable.")
            % {"ancien": ancien, "nom": structure.nom},
        )
        return HttpResponseRedirect(self.get_success_url())


class FermetureView(EcranDeStructure):
    template_name = "vie_des_structures/cms/fermer.html"
    form_class = FermetureForm
    page_title = gettext_lazy("Fermer la structure")
    header_icon = "lock"

    def get_initial(self):
        return {"fermee_le": timezone.localdate()}

    def get_context_data(self, **kwargs):
        structure = self.object
        return super().get_context_data(**kwargs) | {
            "est_fermee": structure.statut == StatutStructure.FERMEE,
            "membres": structure.membres.actifs().count(),
            "invitations": structure.invitations.en_attente().count(),
            "demandes": structure.demandes.en_attente().count(),
            "bilans": bilans_en_cours(structure),
            "fiche": FichePage.objects.sources().live().filter(structure=structure).first(),
        }

    def form_valid(self, form):
        try:
            structure = fermer(self.object, **form.cleaned_data, par=self.request.user, le=timezone.now())
        except ClotureRefusee as refus:
            return self.refuser(form, refus)
        messages.success(
            self.request,
            _("« %(structure)s » est fermée ; ses membres sont prévenus.") % {"structure": structure.nom},
        )
        return HttpResponseRedirect(self.get_success_url())


class ReouvertureView(EcranDeStructure):
    template_name = "vie_des_structures/cms/rouvrir.html"
    form_class = forms.Form
    page_title = gettext_lazy("Rouvrir la structure")
    header_icon = "lock-open"

    def get_context_data(self, **kwargs):
        est_fermee = self.object.statut == StatutStructure.FERMEE
        return super().get_context_data(**kwargs) | {"est_fermee": est_fermee}

    def form_valid(self, form):
        try:
            structure = rouvrir(self.object, par=self.request.user, le=timezone.now())
        except ClotureRefusee as refus:
            return self.refuser(form, refus)
        messages.success(self.request, _("« %(structure)s » est de nouveau active.") % {"structure": structure.nom})
        return HttpResponseRedirect(self.get_success_url())


class OuvertureDeFicheView(EcranDeStructure):
    """A sheet for a structure that has none, written by the animation or left to the structure."""

    template_name = "vie_des_structures/cms/ouvrir_fiche.html"
    form_class = forms.Form
    page_title = gettext_lazy("Ouvrir la fiche publique")
    header_icon = "doc-full-inverse"

    def form_valid(self, form):
        try:
            fiche = ouvrir_fiche(self.object, par=self.request.user, le=timezone.now())
        except OuvertureRefusee as refus:
            return self.refuser(form, refus)
        messages.success(
            self.request,
            _("La fiche est ouverte, en brouillon : complétez-la ou laissez la structure l’écrire."),
        )
        return redirect("wagtailadmin_pages:edit", fiche.pk)
