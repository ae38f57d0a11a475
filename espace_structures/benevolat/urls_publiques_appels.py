"""Volunteer calls, open to everybody."""

from django.urls import path

from portal.socle import parametres  # noqa: F401 - what <numero:…> reads

from .views import publiques_appels as vues

urlpatterns: list = [
    path("appels-a-benevoles/", vues.appels, name="appels"),
    path("appels-a-benevoles/flux.rss", vues.flux, name="appels_flux"),
    path("appels-a-benevoles/points.geojson", vues.points, name="appels_points"),
    path("appels-a-benevoles/<numero:pk>/", vues.appel, name="appel"),
]
