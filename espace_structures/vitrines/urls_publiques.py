"""Screens beside the public pages, open to everybody."""

from django.urls import path

from portal.socle import parametres  # noqa: F401 - what <numero:…> reads

from .views import publiques

app_name = "vitrines"

urlpatterns = [
    path("signaler/<numero:page_pk>/", publiques.signaler, name="signaler"),
    path("signaler/<numero:page_pk>/merci/", publiques.signalement_recu, name="signalement_recu"),
    path("fiches/<numero:page_pk>/points.geojson", publiques.points, name="points"),
    path("verifier/<str:jeton>/", publiques.verifier, name="verifier"),
]
