"""A screen of the back office about one structure, for those who manage structures."""

from __future__ import annotations

from django.urls import reverse
from django.views.generic.edit import FormView
from wagtail.admin.views.generic.base import BaseObjectMixin, WagtailAdminTemplateMixin
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin
from wagtail.permissions import ModelPermissionPolicy

from espace_structures.structures.models import Structure


class EcranDeStructure(PermissionCheckedMixin, BaseObjectMixin, WagtailAdminTemplateMixin, FormView):
    """Loads the structure, checks the right; subclasses show a form and call one function of the métier."""

    model = Structure
    permission_policy = ModelPermissionPolicy(Structure)
    permission_required = "change"
    # A mistake is answered 422: the form keeps what was typed.
    statut_erreur = 422

    def get_base_object_queryset(self):
        return Structure.objects.select_related("successeur")

    def get_page_subtitle(self) -> str:
        return str(self.object)

    def get_breadcrumbs_items(self):
        viewset = Structure.snippet_viewset
        return [
            *self.breadcrumbs_items,
            {"url": reverse(viewset.get_url_name("list")), "label": viewset.menu_label},
            {"url": self.get_success_url(), "label": str(self.object)},
            {"url": "", "label": self.page_title},
        ]

    def get_success_url(self) -> str:
        """The record of the structure."""
        return reverse(Structure.snippet_viewset.get_url_name("edit"), args=[self.object.pk])

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | {"structure": self.object, "retour": self.get_success_url()}

    def form_invalid(self, form):
        return self.render_to_response(self.get_context_data(form=form), status=self.statut_erreur)

    def refuser(self, form, refus: Exception):
        """The form again, with the refusal of the métier."""
        form.add_error(None, str(refus))
        return self.form_invalid(form)
