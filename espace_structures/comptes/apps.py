from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ComptesConfig(AppConfig):
    name = "espace_structures.comptes"
    label = "comptes"
    verbose_name = _("Comptes")

    def ready(self) -> None:
        from . import journal

        journal.brancher()
