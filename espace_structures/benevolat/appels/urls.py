"""Addresses of volunteer calls: in the gated space (`urlpatterns`), for everybody (`publiques`)."""

from django.urls import path

from portal.socle import parametres  # noqa: F401 - what <numero:…> reads

from .views import appels, gestes
from .views import publiques as vues

urlpatterns: list = [
    path("appels/", appels.appels, name="appels-benevoles"),
    path("appels/nouveau/", appels.nouveau, name="appel-benevole-nouveau"),
    path("appels/a-relire/", gestes.a_relire, name="appels-a-relire"),
    path("appels/a-relire/<numero:pk>/", gestes.relire, name="appel-a-relire"),
    path("appels/<numero:pk>/", appels.appel, name="appel-benevole"),
    path("appels/<numero:pk>/modifier/", appels.modifier, name="appel-benevole-modifier"),
    path("appels/<numero:pk>/copier/", gestes.copier, name="appel-benevole-copier"),
    path("appels/<numero:pk>/soumettre/", gestes.soumettre, name="appel-benevole-soumettre"),
    path("appels/<numero:pk>/reprendre/", gestes.reprendre, name="appel-benevole-reprendre"),
    path("appels/<numero:pk>/complet/", gestes.complet, name="appel-benevole-complet"),
    path("appels/<numero:pk>/rouvrir/", gestes.rouvrir, name="appel-benevole-rouvrir"),
    path("appels/<numero:pk>/clore/", gestes.clore, name="appel-benevole-clore"),
    path("appels/<numero:pk>/supprimer/", gestes.supprimer, name="appel-benevole-supprimer"),
]

publiques: list = [
    path("appels-a-benevoles/", vues.appels, name="appels"),
    path("appels-a-benevoles/flux.rss", vues.flux, name="appels_flux"),
    path("appels-a-benevoles/points.geojson", vues.points, name="appels_points"),
    path("appels-a-benevoles/<numero:pk>/", vues.appel, name="appel"),
]
