"""The room's lists in the back office."""

from django.utils.translation import gettext_lazy as _
from wagtail.snippets.views.snippets import SnippetViewSetGroup

from .candidatures.viewsets import ModeleMessageViewSet
from .entreprises.viewsets import EntrepriseViewSet


class BenevolatViewSetGroup(SnippetViewSetGroup):
    menu_label = _("Bénévolat")
    menu_name = "benevolat"
    menu_icon = "group"
    menu_order = 225
    items: tuple = (EntrepriseViewSet, ModeleMessageViewSet)
