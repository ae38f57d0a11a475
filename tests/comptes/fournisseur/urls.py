from django.http import HttpResponse
from django.urls import include, path

from . import vues

urlpatterns = [
    path("favicon.ico", lambda request: HttpResponse(status=204)),
    path("reglages", vues.regler),
    path("personne", vues.personne),
    # Before the library's.
    path("identity/o/authorize", vues.autorisation),
    path("identity/o/api/token", vues.jeton),
    path("accounts/", include("allauth.urls")),
    path("", include("allauth.idp.urls")),
]
