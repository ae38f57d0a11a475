from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class BilansConfig(AppConfig):
    name = "espace_structures.bilans"
    label = "bilans"
    verbose_name = _("Bilans")

    def ready(self) -> None:
        from . import droits, journal  # noqa: F401  (they declare the rights and the actions of the log)
