from django.apps import AppConfig


class SocleConfig(AppConfig):
    name = "portal.socle"
    label = "socle"
    verbose_name = "Socle"

    def ready(self) -> None:
        from .cache_pages import brancher

        brancher()
