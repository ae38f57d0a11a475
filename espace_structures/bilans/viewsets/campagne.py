"""Campaigns in the back office: prepared, opened once, extended, copied to the next exercice."""

from django.db.models import Count
from django.urls import path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, ObjectList
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.widgets.button import Button, HeaderButton
from wagtail.snippets.views.snippets import CopyView, EditView

from portal.socle.viewsets import BaseViewSet, ListeExportee

from ..forms.campagne import CampagneForm
from ..metier.campagne import prochaine
from ..models import Campagne
from ..views.ouverture import OuvertureView
from .colonnes import JourColumn


class ListeDesCampagnes(ListeExportee):
    """Campaigns, each with the way to its opening."""

    ouverture_url_name = ""

    def get_list_more_buttons(self, instance):
        """ "Ouvrir la campagne" first, then the usual ones."""
        boutons = super().get_list_more_buttons(instance)
        if self.user_has_permission("change"):
            adresse = reverse(self.ouverture_url_name, args=[instance.pk])
            boutons.append(Button(_libelle_ouverture(instance), url=adresse, icon_name="unlock", priority=5))
        return boutons


class ModificationDeCampagne(EditView):
    """A campaign, with the way to its opening."""

    ouverture_url_name = ""

    @cached_property
    def header_buttons(self):
        adresse = reverse(self.ouverture_url_name, args=[self.object.pk])
        return [HeaderButton(_libelle_ouverture(self.object), url=adresse, icon_name="unlock")]


def _libelle_ouverture(campagne: Campagne):
    return _("Structures de la campagne") if campagne.est_gelee else _("Ouvrir la campagne")


class CopieDeCampagne(CopyView):
    """The add form filled for the next exercice, dates one year later."""

    def get_initial_form_instance(self) -> Campagne:
        return prochaine(self.get_object())


class CampagneViewSet(BaseViewSet):
    model = Campagne
    icon = "date"
    menu_label = _("Campagnes")
    relations = ("trame",)
    list_display = [
        "__str__",
        Column("trame", label=_("Trame"), accessor="trame", sort_key="trame__titre"),
        JourColumn("ouvre_le", label=_("Ouverture de la saisie"), sort_key="ouvre_le"),
        JourColumn("envoi_jusqu_au", label=_("À transmettre au plus tard le"), sort_key="envoi_jusqu_au"),
        DateColumn("ouverte_le", label=_("Ouverte le"), sort_key="ouverte_le"),
        Column("nombre_bilans", label=_("Bilans"), accessor="nombre_bilans", sort_key="nombre_bilans"),
    ]
    search_fields = ["exercice"]
    list_export = ["exercice", "trame", "ouvre_le", "envoi_jusqu_au", "examen_jusqu_au", "ouverte_le", "nombre_bilans"]
    export_headings = {"nombre_bilans": _("Bilans")}
    export_filename = "campagnes"
    inspect_view_enabled = False
    copy_view_enabled = True
    copy_view_class = CopieDeCampagne
    index_view_class = ListeDesCampagnes
    edit_view_class = ModificationDeCampagne
    conseil_suppression = _("Une campagne ouverte ne s’efface pas : ses bilans sont ceux des structures.")
    edit_handler = ObjectList(
        [
            FieldRowPanel([FieldPanel("exercice"), FieldPanel("trame")]),
            FieldPanel("ouvre_le"),
            FieldRowPanel([FieldPanel("envoi_jusqu_au"), FieldPanel("examen_jusqu_au")]),
        ],
        base_form_class=CampagneForm,
    )

    def get_queryset(self, request):
        return super().get_queryset(request).annotate(nombre_bilans=Count("bilans"))

    def get_index_view_kwargs(self, **kwargs):
        return super().get_index_view_kwargs(ouverture_url_name=self.get_url_name("ouverture"), **kwargs)

    def get_edit_view_kwargs(self, **kwargs):
        return super().get_edit_view_kwargs(ouverture_url_name=self.get_url_name("ouverture"), **kwargs)

    @property
    def ouverture_view(self):
        return self.construct_view(OuvertureView, ouverture_url_name=self.get_url_name("ouverture"))

    def get_urlpatterns(self):
        return [*super().get_urlpatterns(), path("ouverture/<int:pk>/", self.ouverture_view, name="ouverture")]
