from django.apps import AppConfig


class SocleConfig(AppConfig):
    name = "portal.socle"
    label = "socle"
    verbose_name = "Socle"

    def ready(self) -> None:
        from . import checks  # noqa: F401 - registers the house rules
        from .cache_pages import brancher

        brancher()
