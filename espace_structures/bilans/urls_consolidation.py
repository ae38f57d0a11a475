"""Addresses of the screens: consolidation."""

from django.urls import path

from .views import consolidation, publication

urlpatterns: list = [
    path("consolidation/<int:exercice>/", consolidation.consolidation, name="consolidation"),
    path("consolidation/<int:exercice>/extraction/", consolidation.extraction, name="extraction"),
    path("consolidation/<int:exercice>/chiffres-publics/", publication.publication, name="publication"),
]
