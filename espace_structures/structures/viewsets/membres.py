"""Who belongs to which structure or funder, in the back office."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.admin.ui.tables import BooleanColumn, Column

from ..filtres import MembreFinanceurFiltres, MembreStructureFiltres
from ..models import MembreFinanceur, MembreStructure
from .base import BaseViewSet


class MembreStructureViewSet(BaseViewSet):
    model = MembreStructure
    icon = "user"
    menu_label = _("Membres des structures")
    relations = ("compte", "structure")
    list_display = [
        "compte",
        Column("courriel", label=_("Adresse électronique"), accessor="compte.email", sort_key="compte__email"),
        Column("structure", label=_("Structure"), accessor="structure", sort_key="structure__nom"),
        Column("role", label=_("Rôle"), accessor="get_role_display", sort_key="role"),
        BooleanColumn("actif", label=_("Actif"), sort_key="actif"),
    ]
    search_fields = ["compte__last_name", "compte__first_name", "compte__email", "structure__nom"]
    filterset_class = MembreStructureFiltres
    list_export = [
        "compte.last_name",
        "compte.first_name",
        "compte.email",
        "structure.nom",
        "get_role_display",
        "actif",
    ]
    export_headings = {
        "compte.last_name": _("Nom"),
        "compte.first_name": _("Prénom"),
        "compte.email": _("Adresse électronique"),
        "structure.nom": _("Structure"),
        "get_role_display": _("Rôle"),
    }
    export_filename = "membres-structures"
    panels = [
        FieldPanel("compte"),
        FieldPanel("structure"),
        FieldRowPanel([FieldPanel("role"), FieldPanel("actif")]),
    ]


class MembreFinanceurViewSet(BaseViewSet):
    model = MembreFinanceur
    icon = "user"
    menu_label = _("Membres des financeurs")
    relations = ("compte", "financeur")
    list_display = [
        "compte",
        Column("courriel", label=_("Adresse électronique"), accessor="compte.email", sort_key="compte__email"),
        Column("financeur", label=_("Financeur"), accessor="financeur", sort_key="financeur__nom"),
        Column("role", label=_("Rôle"), accessor="get_role_display", sort_key="role"),
        BooleanColumn("actif", label=_("Actif"), sort_key="actif"),
    ]
    search_fields = ["compte__last_name", "compte__first_name", "compte__email", "financeur__nom"]
    filterset_class = MembreFinanceurFiltres
    list_export = [
        "compte.last_name",
        "compte.first_name",
        "compte.email",
        "financeur.nom",
        "get_role_display",
        "actif",
    ]
    export_headings = {
        "compte.last_name": _("Nom"),
        "compte.first_name": _("Prénom"),
        "compte.email": _("Adresse électronique"),
        "financeur.nom": _("Financeur"),
        "get_role_display": _("Rôle"),
    }
    export_filename = "membres-financeurs"
    panels = [
        FieldPanel("compte"),
        FieldPanel("financeur"),
        FieldRowPanel([FieldPanel("role"), FieldPanel("actif")]),
    ]
