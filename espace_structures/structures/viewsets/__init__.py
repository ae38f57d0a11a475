"""The menu "Structures et financeurs" of the back office."""

from django.utils.translation import gettext_lazy as _
from wagtail.snippets.views.snippets import SnippetViewSetGroup

from .convention import ConventionViewSet
from .financeur import FinanceurViewSet
from .membres import MembreFinanceurViewSet, MembreStructureViewSet
from .structure import StructureViewSet


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
