"""Screens of volunteers, within the namespace "espace"."""

from django.urls import include, path

_SUJETS = ("appels", "boite", "dossier", "engagements", "animation")

urlpatterns: list = [path("", include(f"espace_structures.benevolat.urls_{sujet}")) for sujet in _SUJETS]
