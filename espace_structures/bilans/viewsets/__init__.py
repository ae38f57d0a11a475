"""The menu "Bilans" of the back office: what prepares a campaign. Answers are never edited from here."""

from django.utils.translation import gettext_lazy as _
from wagtail.snippets.views.snippets import SnippetViewSetGroup

from .campagne import CampagneViewSet
from .prolongation import ProlongationViewSet
from .trame import TrameViewSet


class Bilans(SnippetViewSetGroup):
    menu_label = _("Bilans")
    menu_name = "bilans"
    menu_icon = "form"
    menu_order = 200
    items = (CampagneViewSet, ProlongationViewSet, TrameViewSet)
