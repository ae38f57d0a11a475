"""Habits common to the lists of the room."""

from wagtail.snippets.views.chooser import (
    BaseSnippetChooseView,
    ChooseResultsView,
    ChooseView,
    SnippetChooserViewSet,
)
from wagtail.snippets.views.snippets import IndexView, SnippetViewSet

from portal.socle.choix import RechercheForm
from portal.socle.liste_admin import ExportFrancais


class ListeExportee(ExportFrancais, IndexView):
    """A list that also leaves as a spreadsheet."""


def fenetre_de_choix(recherche: type[RechercheForm]) -> type[SnippetChooserViewSet]:
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
