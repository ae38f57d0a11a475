"""Funders in the back office: record, scope, members, list and export."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, ObjectList, TabbedInterface
from wagtail.admin.ui.tables import Column

from portal.socle.choix import RechercheForm
from portal.socle.viewsets import BaseViewSet, fenetre_de_choix

from ..filtres import FinanceurFiltres
from ..forms.back_office import FinanceurForm
from ..models import Financeur
from .suivi_des_membres import CreationSuivie, ModificationSuivie


class FinanceurRecherche(RechercheForm):
    champs = ("nom", "sigle")


class FinanceurViewSet(BaseViewSet):
    model = Financeur
    add_view_class = CreationSuivie
    edit_view_class = ModificationSuivie
    icon = "site"
    menu_label = _("Financeurs")
    lots = ("departements",)
    list_display = [
        "nom",
        "sigle",
        Column("perimetre", label=_("Périmètre"), accessor="get_perimetre_display", sort_key="perimetre"),
        Column("departements", label=_("Départements"), accessor="noms_departements"),
    ]
    search_fields = ["nom", "sigle"]
    filterset_class = FinanceurFiltres
    list_export = ["nom", "sigle", "get_perimetre_display", "noms_departements"]
    export_headings = {"get_perimetre_display": _("Périmètre"), "noms_departements": _("Départements")}
    export_filename = "financeurs"
    inspect_view_fields = ["nom", "sigle", "perimetre", "departements", "membres", "conventions"]
    chooser_viewset_class = fenetre_de_choix(FinanceurRecherche)
    conseil_suppression = _(
        "Un financeur reste tant que des conventions portent son nom : elles disent qui a financé quoi."
    )
    edit_handler = TabbedInterface(
        [
            ObjectList(
                [
                    FieldRowPanel([FieldPanel("nom"), FieldPanel("sigle")]),
                    FieldPanel("perimetre"),
                    InlinePanel(
                        "departements",
                        heading=_("Départements du périmètre"),
                        label=_("Département"),
                        help_text=_("Utile seulement avec le périmètre « Des départements »."),
                    ),
                ],
                heading=_("Fiche"),
            ),
            ObjectList(
                [
                    InlinePanel(
                        "membres",
                        heading=_("Membres"),
                        label=_("Membre"),
                        panels=[FieldPanel("compte"), FieldPanel("role"), FieldPanel("actif")],
                        help_text=_(
                            "Les lectrices et lecteurs consultent ; les instructrices et instructeurs renvoient et "
                            "valident les bilans."
                        ),
                    )
                ],
                heading=_("Membres"),
            ),
        ],
        base_form_class=FinanceurForm,
    )
