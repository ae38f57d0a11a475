from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class VitrinesConfig(AppConfig):
    name = "espace_structures.vitrines"
    label = "vitrines"
    verbose_name = _("Vitrines")

    def ready(self) -> None:
        from . import politique
        from .editeur import installer
        from .notifications import brancher

        brancher()
        installer()
        politique.installer()
