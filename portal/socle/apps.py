from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class SocleConfig(AppConfig):
    name = "portal.socle"
    label = "socle"
    verbose_name = "Socle"

    def ready(self) -> None:
        from . import checks  # noqa: F401 - registers the house rules
        from .cache_pages import brancher
        from .courrier import evenements  # noqa: F401 - listens to the mail provider
        from .courrier.textes import brancher as brancher_les_textes
        from .fichiers.formulaires import brancher as brancher_les_fichiers
        from .formulaires.back_office import brancher as brancher_le_back_office
        from .liste_admin import brancher as brancher_les_exports
        from .sans_accents import brancher as brancher_la_recherche

        brancher()
        brancher_le_back_office()
        brancher_la_recherche()
        brancher_les_exports()
        brancher_les_fichiers()
        brancher_les_textes()
        autodiscover_modules("taches")  # the daily jobs of every room
