"""The opening of a campaign, in the back office: what it will do, its confirmation, the structures that come later."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import BaseObjectMixin, WagtailAdminTemplateMixin
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin

from espace_structures.structures.models import Structure

from ..metier.ouverture import OuvertureRefusee, ajouter_structure, ouvrir, prevoir, structures_a_ajouter
from ..models import Campagne


class OuvertureView(PermissionCheckedMixin, BaseObjectMixin, WagtailAdminTemplateMixin, TemplateView):
    """GET shows what opening would do, or what an opened campaign holds; POST opens it, or adds a structure."""

    model = Campagne
    permission_required = "change"
    index_url_name = ""
    edit_url_name = ""
    ouverture_url_name = ""
    template_name = "bilans/cms/ouverture.html"
    header_icon = "unlock"
    page_title = gettext_lazy("Ouverture")

    def get_base_object_queryset(self):
        return Campagne.objects.select_related("trame__live_revision")

    def get_page_subtitle(self) -> str:
        return str(self.object)

    def get_breadcrumbs_items(self):
        return [
            *self.breadcrumbs_items,
            {"url": reverse(self.index_url_name), "label": Campagne._meta.verbose_name_plural},
            {"url": reverse(self.edit_url_name, args=[self.object.pk]), "label": str(self.object)},
            {"url": "", "label": self.page_title},
        ]

    def get_context_data(self, **kwargs):
        contexte = super().get_context_data(**kwargs)
        contexte |= {"campagne": self.object, "adresse_edition": reverse(self.edit_url_name, args=[self.object.pk])}
        if self.object.est_gelee:
            return contexte | {
                "bilans": self.object.bilans.order_by("nom_structure"),
                "a_ajouter": structures_a_ajouter(self.object),
            }
        return contexte | {"prevision": prevoir(self.object, le=timezone.now())}

    def post(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        try:
            messages.success(request, self._ajouter() if "structure" in request.POST else self._ouvrir())
        except OuvertureRefusee as refus:
            messages.error(request, str(refus))
        return HttpResponseRedirect(reverse(self.ouverture_url_name, args=[self.object.pk]))

    def _ouvrir(self) -> str:
        campagne = ouvrir(self.object, par=self.request.user, le=timezone.now())
        nombre = campagne.bilans.count()
        return ngettext(
            "La campagne %(exercice)s est ouverte : %(nombre)d bilan est créé, la structure est prévenue.",
            "La campagne %(exercice)s est ouverte : %(nombre)d bilans sont créés, les structures sont prévenues.",
            nombre,
        ) % {"exercice": campagne.exercice, "nombre": nombre}

    def _ajouter(self) -> str:
        structure = get_object_or_404(Structure, pk=self.request.POST["structure"])
        ajouter_structure(self.object, structure, par=self.request.user, le=timezone.now())
        return _("« %(structure)s » a son bilan ; ses membres sont prévenus.") % {"structure": structure.nom}
