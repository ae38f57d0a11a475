"""What the room adds to the back office."""

from wagtail import hooks

from .panneaux import PanneauCampagnes, PanneauStructures


@hooks.register("construct_homepage_panels")
def ajouter_les_panneaux(request, panels) -> None:
    panels += [PanneauCampagnes(), PanneauStructures()]
