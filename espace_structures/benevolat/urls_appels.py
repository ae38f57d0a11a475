"""Screens of volunteer calls, within the namespace "espace"."""

from django.urls import path

from portal.socle import parametres  # noqa: F401 - what <numero:…> reads

from .views import appels, appels_gestes

urlpatterns: list = [
    path("appels/", appels.appels, name="appels-benevoles"),
    path("appels/nouveau/", appels.nouveau, name="appel-benevole-nouveau"),
    path("appels/a-relire/", appels_gestes.a_relire, name="appels-a-relire"),
    path("appels/a-relire/<numero:pk>/", appels_gestes.relire, name="appel-a-relire"),
    path("appels/<numero:pk>/", appels.appel, name="appel-benevole"),
    path("appels/<numero:pk>/modifier/", appels.modifier, name="appel-benevole-modifier"),
    path("appels/<numero:pk>/copier/", appels_gestes.copier, name="appel-benevole-copier"),
    path("appels/<numero:pk>/soumettre/", appels_gestes.soumettre, name="appel-benevole-soumettre"),
    path("appels/<numero:pk>/reprendre/", appels_gestes.reprendre, name="appel-benevole-reprendre"),
    path("appels/<numero:pk>/complet/", appels_gestes.complet, name="appel-benevole-complet"),
    path("appels/<numero:pk>/rouvrir/", appels_gestes.rouvrir, name="appel-benevole-rouvrir"),
    path("appels/<numero:pk>/clore/", appels_gestes.clore, name="appel-benevole-clore"),
    path("appels/<numero:pk>/supprimer/", appels_gestes.supprimer, name="appel-benevole-supprimer"),
]
