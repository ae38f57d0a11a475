"""What the room adds to the back office: the screens of a structure's life, and the ways to them."""

from django.utils.translation import gettext_lazy as _
from wagtail import hooks

from .metier.fusion import FUSIONNER
from .viewsets.adresses import ADRESSES, gestes_de_la_structure, liens_de_la_structure


@hooks.register("register_admin_urls")
def ecrans_des_structures():
    return ADRESSES


# The record of a structure (room `structures`) leads to the rooms above it without knowing them.
hooks.register("liens_de_la_structure", liens_de_la_structure)
hooks.register("gestes_de_la_structure", gestes_de_la_structure)


@hooks.register("register_log_actions")
def declarer_actions(actions) -> None:
    actions.register_action(FUSIONNER, _("Réunir deux structures"), _("Structures réunies"))
