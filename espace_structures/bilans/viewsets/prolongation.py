"""More time for a structure, in the back office."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.admin.ui.tables import Column

from portal.socle.viewsets import BaseViewSet

from ..models import Prolongation
from .colonnes import JourColumn


class ProlongationViewSet(BaseViewSet):
    model = Prolongation
    icon = "time"
    menu_label = _("Délais accordés")
    relations = ("campagne", "structure")
    list_display = [
        "structure",
        Column("campagne", label=_("Campagne"), accessor="campagne", sort_key="campagne__exercice"),
        JourColumn("jusqu_au", label=_("Jusqu’au"), sort_key="jusqu_au"),
        "motif",
    ]
    search_fields = ["structure__nom", "motif"]
    list_export = ["structure.nom", "structure.siret", "campagne.exercice", "jusqu_au", "motif"]
    export_headings = {
        "structure.nom": _("Structure"),
        "structure.siret": _("SIRET"),
        "campagne.exercice": _("Exercice"),
    }
    export_filename = "delais"
    panels = [
        FieldRowPanel([FieldPanel("campagne"), FieldPanel("structure")]),
        FieldRowPanel([FieldPanel("jusqu_au"), FieldPanel("motif")]),
    ]
