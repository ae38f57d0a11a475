from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class BenevolatConfig(AppConfig):
    name = "espace_structures.benevolat"
    label = "benevolat"
    verbose_name = _("Bénévolat")

    def ready(self) -> None:
        from . import droits, journal  # noqa: F401  (they declare the rights and the words of the log)
