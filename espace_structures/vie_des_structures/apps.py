from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class VieDesStructuresConfig(AppConfig):
    name = "espace_structures.vie_des_structures"
    label = "vie_des_structures"
    verbose_name = _("Vie des structures")
