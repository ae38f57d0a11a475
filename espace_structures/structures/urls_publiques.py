"""Pages by which people come in, outside the gated space: an invitation's link, a request to join."""

from django.urls import path

from .views import entree, invitation

urlpatterns: list = [
    path("invitation/<str:secret>/", invitation.repondre, name="invitation"),
    path("rejoindre/", entree.rejoindre, name="rejoindre"),
    path("rejoindre/envoyee/", entree.envoyee, name="demande_envoyee"),
    path("rejoindre/<int:structure>/", entree.demander, name="rejoindre_structure"),
    path("rejoindre/suivi/<str:jeton>/", entree.suivre, name="demande_suivie"),
]
