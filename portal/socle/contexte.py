"""What every template knows."""

from django.conf import settings
from django.http import HttpRequest


def portail(request: HttpRequest) -> dict:
    """Name of the portal, for titles, headers and mails."""
    return {"NOM_PORTAIL": settings.WAGTAIL_SITE_NAME}
