"""The room's screens in the back office, and the words of the log about campaigns."""

from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.snippets.models import register_snippet

from .metier.ouverture import AJOUTER, OUVRIR
from .viewsets import Bilans

register_snippet(Bilans)


@hooks.register("register_log_actions")
def declarer_actions(actions) -> None:
    """What the animation does with a campaign."""
    actions.register_action(OUVRIR, _("Ouvrir une campagne"), _("Campagne ouverte"))
    actions.register_action(AJOUTER, _("Ajouter une structure à une campagne"), _("Structure ajoutée à la campagne"))
