from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccueilConfig(AppConfig):
    name = "espace_structures.accueil"
    label = "accueil"
    verbose_name = _("Accueil de l’espace")
