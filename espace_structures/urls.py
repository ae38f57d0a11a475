"""The single door of the gated space, namespace "espace": every view behind it is closed to visitors."""

from django.urls import include, path

app_name = "espace"

urlpatterns = [
    path("", include("espace_structures.accueil.urls")),
    path("compte/", include("espace_structures.comptes.urls")),
    path("bilans/", include("espace_structures.bilans.urls")),
    path("benevolat/", include("espace_structures.benevolat.urls")),
    path("", include("espace_structures.vitrines.urls")),
    path("", include("espace_structures.structures.urls")),
]
