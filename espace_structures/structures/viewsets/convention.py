"""Conventions in the back office."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.admin.ui.tables import Column

from portal.socle.viewsets import BaseViewSet, ListeImportee

from ..filtres import ConventionFiltres
from ..metier.importation.ecriture import CONVENTIONS
from ..models import Convention
from .importation import ImportationMixin


class ConventionViewSet(ImportationMixin, BaseViewSet):
    model = Convention
    genre_importe = CONVENTIONS
    index_view_class = ListeImportee
    icon = "doc-full"
    menu_label = _("Conventions")
    relations = ("structure", "financeur")
    list_display = [
        "structure",
        Column("financeur", label=_("Financeur"), accessor="financeur", sort_key="financeur__nom"),
        "exercice",
        Column("ligne", label=_("Ligne budgétaire"), accessor="get_ligne_display", sort_key="ligne"),
        "numero",
        "objectif",
        "montant",
    ]
    search_fields = ["structure__nom", "financeur__nom", "financeur__sigle", "numero"]
    filterset_class = ConventionFiltres
    list_export = [
        "structure.nom",
        "structure.siret",
        "financeur.nom",
        "exercice",
        "get_ligne_display",
        "numero",
        "signee_le",
        "objectif",
        "montant",
    ]
    export_headings = {
        "structure.nom": _("Structure"),
        "structure.siret": _("SIRET"),
        "financeur.nom": _("Financeur"),
        "get_ligne_display": _("Ligne budgétaire"),
    }
    export_filename = "conventions"
    panels = [
        FieldPanel("structure"),
        FieldPanel("financeur"),
        FieldRowPanel([FieldPanel("exercice"), FieldPanel("ligne")]),
        FieldRowPanel([FieldPanel("numero"), FieldPanel("signee_le")]),
        FieldRowPanel([FieldPanel("objectif"), FieldPanel("montant")]),
    ]
