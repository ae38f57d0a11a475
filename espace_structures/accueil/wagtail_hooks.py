"""What the room adds to the back office."""

from wagtail import hooks

from .panneaux import PanneauCampagnes


@hooks.register("construct_homepage_panels")
def ajouter_le_panneau_des_campagnes(request, panels) -> None:
    panels.append(PanneauCampagnes())
