"""The menu "Structures et financeurs" of the back office."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel, ObjectList, TabbedInterface
from wagtail.admin.ui.tables import BooleanColumn, Column
from wagtail.snippets.views.chooser import (
    BaseSnippetChooseView,
    ChooseResultsView,
    ChooseView,
    SnippetChooserViewSet,
)
from wagtail.snippets.views.snippets import IndexView, SnippetViewSet, SnippetViewSetGroup

from portal.socle.choix import RechercheForm
from portal.socle.liste_admin import ExportFrancais

from .filtres import (
    ConventionFiltres,
    FinanceurFiltres,
    MembreFinanceurFiltres,
    MembreStructureFiltres,
    StructureFiltres,
)
from .forms import FinanceurForm, StructureForm
from .identifiants import siret_lisible
from .models import Convention, Financeur, MembreFinanceur, MembreStructure, Structure


class ListeExportee(ExportFrancais, IndexView):
    """A list that also leaves as a spreadsheet."""


class StructureRecherche(RechercheForm):
    champs = ("nom", "siret")


class FinanceurRecherche(RechercheForm):
    champs = ("nom", "sigle")


def _fenetre_de_choix(recherche: type[RechercheForm]) -> type[SnippetChooserViewSet]:
    """Chooser window with a search box over the fields of `recherche`."""
    filtre = {"filter_form_class": recherche}
    return type(
        "ChoixAvecRecherche",
        (SnippetChooserViewSet,),
        {
            "choose_view_class": type("Choix", (ChooseView, BaseSnippetChooseView), filtre),
            "choose_results_view_class": type("Resultats", (ChooseResultsView, BaseSnippetChooseView), filtre),
        },
    )


class BaseViewSet(SnippetViewSet):
    """Common habits: searchable by the database, exported, read-only view, nothing copied."""

    index_view_class = ListeExportee
    search_backend_name = None
    inspect_view_enabled = True
    copy_view_enabled = False
    list_per_page = 50
    relations: tuple[str, ...] = ()
    lots: tuple[str, ...] = ()

    def get_queryset(self, request):
        """The rows of the list with what its columns show: the same number of queries whatever their number."""
        return self.model.objects.select_related(*self.relations).prefetch_related(*self.lots)


class StructureViewSet(BaseViewSet):
    model = Structure
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
    chooser_viewset_class = _fenetre_de_choix(StructureRecherche)
    conseil_suppression = _(
        "Une structure qui a rendu un bilan ou signé une convention garde son histoire. Si elle n’agit plus, "
        "passez-la plutôt au statut « Fermée » : elle ne recevra plus de bilan à remplir."
    )
    edit_handler = TabbedInterface(
        [
            ObjectList(
                [
                    FieldPanel("nom"),
                    FieldRowPanel([FieldPanel("siret"), FieldPanel("type"), FieldPanel("statut")]),
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
                        panels=[FieldPanel("compte"), FieldRowPanel([FieldPanel("role"), FieldPanel("actif")])],
                        help_text=_(
                            "Le ou la responsable transmet le bilan, les contributrices et contributeurs le "
                            "remplissent. Décochez « actif » pour retirer l’accès sans perdre l’histoire."
                        ),
                    )
                ],
                heading=_("Membres"),
            ),
        ],
        base_form_class=StructureForm,
    )


class FinanceurViewSet(BaseViewSet):
    model = Financeur
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
    chooser_viewset_class = _fenetre_de_choix(FinanceurRecherche)
    conseil_suppression = _(
        "Un financeur reste tant que des conventions portent son nom : elles disent qui a financé quoi."
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
                        help_text=_("Utile seulement avec le périmètre « Des départements »."),
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
                        panels=[FieldPanel("compte"), FieldRowPanel([FieldPanel("role"), FieldPanel("actif")])],
                        help_text=_(
                            "Les lectrices et lecteurs consultent ; les instructrices et instructeurs renvoient et "
                            "valident les bilans."
                        ),
                    )
                ],
                heading=_("Membres"),
            ),
        ],
        base_form_class=FinanceurForm,
    )


class ConventionViewSet(BaseViewSet):
    model = Convention
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


class StructuresEtFinanceurs(SnippetViewSetGroup):
    menu_label = _("Structures et financeurs")
    menu_name = "structures-financeurs"
    menu_icon = "group"
    menu_order = 210
    items = (
        StructureViewSet,
        FinanceurViewSet,
        ConventionViewSet,
        MembreStructureViewSet,
        MembreFinanceurViewSet,
    )
