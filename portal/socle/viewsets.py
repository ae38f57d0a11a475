"""Habits common to the lists of the back office: searched by words, exported, shown without a form, never copied."""

from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.widgets.button import HeaderButton
from wagtail.permissions import ModelPermissionPolicy
from wagtail.snippets.views.chooser import (
    BaseSnippetChooseView,
    ChooseResultsView,
    ChooseView,
    SnippetChooserViewSet,
)
from wagtail.snippets.views.snippets import IndexView, SnippetViewSet

from .choix import RechercheForm


class ListeExportee(IndexView):
    """A list that also leaves as a spreadsheet."""

    # Wagtail writes "Ajouter un(e)" before the name of the model, and leaves no room for the title of the list.
    add_item_label = _("Ajouter")


class ListeImportee(ListeExportee):
    """A list that also comes in from a spreadsheet."""

    importer_url_name = ""

    @cached_property
    def header_buttons(self):
        boutons = super().header_buttons
        if self.user_has_permission("add"):
            adresse = reverse(self.importer_url_name)
            boutons = [*boutons, HeaderButton(_("Importer…"), url=adresse, icon_name="upload")]
        return boutons


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
    """A kind of row kept in the back office."""

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


# --- What one may do with the rows -----------------------------------------------------------------------------------


class SansSuppression(ModelPermissionPolicy):
    """History keeps its names: nobody deletes such a row, not even a superuser."""

    fermes = frozenset({"delete"})

    def user_has_permission(self, user, action):
        return action not in self.fermes and super().user_has_permission(user, action)

    def user_has_any_permission(self, user, actions):
        return any(self.user_has_permission(user, action) for action in actions)

    def user_has_permission_for_instance(self, user, action, instance):
        return self.user_has_permission(user, action)

    def user_has_any_permission_for_instance(self, user, actions, instance):
        return self.user_has_any_permission(user, actions)


class LectureSeule(SansSuppression):
    """Rows that other screens make and change."""

    fermes = frozenset({"add", "change", "delete"})
