"""The single door of the gated space, namespace "espace": every view behind it is closed to visitors."""

from django.urls import include, path

app_name = "espace"

urlpatterns = [
    path("", include("espace_structures.tableau_de_bord.urls")),
    path("", include("espace_structures.vie_des_structures.urls")),
    path("compte/", include("espace_structures.comptes.urls")),
    path("bilans/", include("espace_structures.bilans.urls")),
    path("benevolat/", include("espace_structures.benevolat.urls")),
    path("", include("espace_structures.vitrines.urls")),
    path("", include("espace_structures.structures.urls")),
]
