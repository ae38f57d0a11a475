"""The menu "Structures" of the back office: structures, funders, conventions, and who belongs to what."""

from django.utils.translation import gettext_lazy as _
from wagtail.snippets.views.snippets import SnippetViewSetGroup

from .convention import ConventionViewSet
from .entrees import DemandeViewSet, InvitationViewSet
from .financeur import FinanceurViewSet
from .membres import MembreFinanceurViewSet, MembreStructureViewSet, ModerateurViewSet
from .structure import StructureViewSet


class StructuresEtFinanceurs(SnippetViewSetGroup):
    menu_label = _("Structures")
    menu_name = "structures-financeurs"
    menu_icon = "group"
    menu_order = 210
    items = (
        StructureViewSet,
        FinanceurViewSet,
        ConventionViewSet,
        MembreStructureViewSet,
        MembreFinanceurViewSet,
        InvitationViewSet,
        DemandeViewSet,
        ModerateurViewSet,
    )
