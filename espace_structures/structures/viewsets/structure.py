"""Structures in the back office: record, members, list and export."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel, ObjectList, TabbedInterface
from wagtail.admin.ui.tables import Column
from wagtail.snippets.views.snippets import InspectView

from portal.socle.choix import RechercheForm

from ..filtres import StructureFiltres
from ..forms import StructureForm
from ..identifiants import siret_lisible, telephone_lisible
from ..models import Structure
from .base import BaseViewSet, ListeExportee, fenetre_de_choix


class ListeStructures(ListeExportee):
    custom_field_preprocess = {"referent_telephone": {"csv": telephone_lisible, "xlsx": telephone_lisible}}


class FicheStructure(InspectView):
    """The record as one reads it: identifiers in groups, the people's names alone."""

    def get_siret_display_value(self) -> str:
        return siret_lisible(self.object.siret)

    def get_implantations_display_value(self) -> str:
        return self.object.noms_departements()

    def get_referent_telephone_display_value(self) -> str:
        return telephone_lisible(self.object.referent_telephone)

    def get_membres_display_value(self) -> str:
        return ", ".join(
            f"{membre.compte} ({membre.get_role_display()})"
            for membre in self.object.membres.actifs().select_related("compte")
        )

    def get_field_label(self, field_name, field):
        return _("Départements") if field_name == "implantations" else super().get_field_label(field_name, field)


class StructureRecherche(RechercheForm):
    champs = ("nom", "siret")


class StructureViewSet(BaseViewSet):
    model = Structure
    index_view_class = ListeStructures
    inspect_view_class = FicheStructure
    icon = "group"
    menu_label = _("Structures")
    lots = ("implantations",)
    list_display = [
        "nom",
        Column("siret", label=_("SIRET"), accessor=lambda s: siret_lisible(s.siret), sort_key="siret"),
        Column("type", label=_("Type"), accessor="get_type_display", sort_key="type"),
        Column("departements", label=_("Départements"), accessor="noms_departements"),
        Column("statut", label=_("Statut"), accessor="get_statut_display", sort_key="statut"),
    ]
    search_fields = ["nom", "siret", "referent_nom"]
    filterset_class = StructureFiltres
    list_export = [
        "nom",
        "siret",
        "get_type_display",
        "noms_departements",
        "get_statut_display",
        "referent_nom",
        "referent_courriel",
        "referent_telephone",
    ]
    export_headings = {
        "get_type_display": _("Type"),
        "noms_departements": _("Départements"),
        "get_statut_display": _("Statut"),
    }
    export_filename = "structures"
    inspect_view_fields = [
        "nom",
        "siret",
        "type",
        "statut",
        "implantations",
        "referent_nom",
        "referent_courriel",
        "referent_telephone",
        "membres",
        "conventions",
        "creee_le",
    ]
    chooser_viewset_class = fenetre_de_choix(StructureRecherche)
    conseil_suppression = _(
        "Une structure qui a rendu un bilan ou signé une convention garde son histoire. Si elle n’agit plus, "
        "passez-la plutôt au statut « Fermée » : elle ne recevra plus de bilan à remplir."
    )
    edit_handler = TabbedInterface(
        [
            ObjectList(
                [
                    FieldPanel("nom"),
                    FieldPanel("siret"),
                    FieldRowPanel([FieldPanel("type"), FieldPanel("statut")]),
                    InlinePanel("implantations", heading=_("Départements d’intervention"), label=_("Département")),
                    MultiFieldPanel(
                        [
                            FieldPanel("referent_nom"),
                            FieldRowPanel([FieldPanel("referent_courriel"), FieldPanel("referent_telephone")]),
                        ],
                        heading=_("Référent ou référente parrainage"),
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
                            "Le ou la responsable transmet le bilan, les contributrices et contributeurs le "
                            "remplissent. Décochez « actif » pour retirer l’accès sans perdre l’histoire."
                        ),
                    )
                ],
                heading=_("Membres"),
            ),
        ],
        base_form_class=StructureForm,
    )
