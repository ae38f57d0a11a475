"""Structures in the back office: record, members, list and export."""

from collections.abc import Iterator
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    InlinePanel,
    MultiFieldPanel,
    ObjectList,
    Panel,
    TabbedInterface,
)
from wagtail.admin.ui.tables import Column
from wagtail.admin.widgets.button import Button
from wagtail.snippets.views.snippets import InspectView

from portal.socle.choix import RechercheForm
from portal.socle.entrees.identifiants import siret_lisible, telephone_lisible
from portal.socle.tableaux.csv import oui_ou_non
from portal.socle.viewsets import BaseViewSet, ListeImportee, fenetre_de_choix

from ..filtres import StructureFiltres
from ..forms.back_office import StructureForm
from ..metier.importation.ecriture import STRUCTURES
from ..models import Structure
from .entrees import ecran_des_membres
from .importation import ImportationMixin
from .suivi_des_membres import CreationSuivie, ModificationSuivie

# Rooms above add their own ways to the record, without being known here: functions that take a structure and give
# buttons. Links lead to what it has, gestures change it.
LIENS, GESTES = "liens_de_la_structure", "gestes_de_la_structure"


def liens(structure: Structure) -> Iterator[Button]:
    """Where the record leads."""
    yield Button(_("Gérer les membres"), url=ecran_des_membres(structure), icon_name="group", priority=1)
    adresse = f"{reverse('wagtailsnippets_structures_convention:list')}?{urlencode({'structure': structure.pk})}"
    yield Button(_("Conventions"), url=adresse, icon_name="doc-full", priority=15)
    for fonction in hooks.get_hooks(LIENS):
        yield from fonction(structure)


def gestes(structure: Structure) -> Iterator[Button]:
    """What the animation may do with the record."""
    for fonction in hooks.get_hooks(GESTES):
        yield from fonction(structure)


class VieDeLaStructure(Panel):
    """Status, closing, former names, and the ways to what the structure has: read, never typed."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "structures/cms/vie.html"

        def is_shown(self) -> bool:
            return super().is_shown() and self.instance.pk is not None

        def get_context_data(self, parent_context=None):
            contexte = super().get_context_data(parent_context)
            structure = self.instance
            return contexte | {
                "structure": structure,
                "anciens_noms": structure.anciens_noms.all(),
                "predecesseurs": structure.predecesseurs.all(),
                "liens": sorted(liens(structure)),
                "gestes": sorted(gestes(structure)),
                "adresse_successeur": _adresse_de_la_fiche(structure.successeur_id),
            }


def _adresse_de_la_fiche(pk: int | None) -> str:
    return reverse("wagtailsnippets_structures_structure:edit", args=[pk]) if pk else ""


class ModificationDeStructure(ModificationSuivie):
    """The record, with what may be done of it at hand in its menu."""

    @cached_property
    def header_more_buttons(self):
        return [*super().header_more_buttons, *liens(self.object), *gestes(self.object)]


class ListeStructures(ListeImportee):
    custom_field_preprocess = {
        "referent_telephone": {"csv": telephone_lisible, "xlsx": telephone_lisible},
        "de_confiance": {"csv": oui_ou_non, "xlsx": oui_ou_non},
    }


class FicheStructure(InspectView):
    """The record as one reads it: identifiers in groups, the people's names alone."""

    def get_siret_display_value(self) -> str:
        return siret_lisible(self.object.siret)

    def get_implantations_display_value(self) -> str:
        return self.object.noms_departements()

    def get_referent_telephone_display_value(self) -> str:
        return telephone_lisible(self.object.referent_telephone)

    def get_anciens_noms_display_value(self) -> str:
        return ", ".join(ancien.nom for ancien in self.object.anciens_noms.all())

    def get_membres_display_value(self) -> str:
        return ", ".join(
            f"{membre.compte} ({membre.get_role_display()})"
            for membre in self.object.membres.actifs().select_related("compte")
        )

    def get_field_label(self, field_name, field):
        return _("Départements") if field_name == "implantations" else super().get_field_label(field_name, field)


class StructureRecherche(RechercheForm):
    """Also by a name that the structure bore."""

    champs = ("nom", "siret", "anciens_noms__nom")

    def filter(self, objects):
        return super().filter(objects).distinct()


class StructureViewSet(ImportationMixin, BaseViewSet):
    model = Structure
    genre_importe = STRUCTURES
    index_view_class = ListeStructures
    add_view_class = CreationSuivie
    edit_view_class = ModificationDeStructure
    inspect_view_class = FicheStructure
    icon = "group"
    menu_label = _("Structures")
    relations = ("successeur",)
    lots = ("implantations",)
    list_display = [
        "nom",
        Column("siret", label=_("SIRET"), accessor=lambda s: siret_lisible(s.siret), sort_key="siret"),
        Column("type", label=_("Type"), accessor="get_type_display", sort_key="type"),
        Column("departements", label=_("Départements"), accessor="noms_departements"),
        Column("statut", label=_("Statut"), accessor="get_statut_display", sort_key="statut"),
    ]
    search_fields = ["nom", "anciens_noms__nom", "siret", "rna", "referent_nom"]
    filterset_class = StructureFiltres
    list_export = [
        "nom",
        "siret",
        "rna",
        "get_type_display",
        "noms_departements",
        "get_statut_display",
        "fermee_le",
        "successeur",
        "de_confiance",
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
        "rna",
        "type",
        "statut",
        "fermee_le",
        "successeur",
        "anciens_noms",
        "de_confiance",
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
        "fermez-la plutôt depuis sa fiche : elle ne recevra plus de bilan à remplir."
    )
    edit_handler = TabbedInterface(
        [
            ObjectList(
                [
                    VieDeLaStructure(heading=_("Où en est la structure")),
                    FieldPanel("nom"),
                    FieldRowPanel([FieldPanel("siret"), FieldPanel("rna")]),
                    FieldPanel("type"),
                    InlinePanel("implantations", heading=_("Départements d’intervention"), label=_("Département")),
                    MultiFieldPanel(
                        [
                            FieldPanel("referent_nom"),
                            FieldRowPanel([FieldPanel("referent_courriel"), FieldPanel("referent_telephone")]),
                        ],
                        heading=_("Contact pour le parrainage"),
                    ),
                    FieldPanel("de_confiance"),
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
                            "Une personne responsable transmet le bilan et gère les membres ; contribuer, c’est "
                            "remplir le bilan et écrire les pages ; rédiger, remplir le bilan seulement. Décochez "
                            "« actif » pour retirer l’accès sans perdre l’histoire."
                        ),
                    )
                ],
                heading=_("Membres"),
            ),
        ],
        base_form_class=StructureForm,
    )

    def get_queryset(self, request):
        """Searching former names joins them: each structure is still listed once."""
        return super().get_queryset(request).distinct()
