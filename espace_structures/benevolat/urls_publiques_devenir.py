""" "Devenir parrain, marraine ou mentor", open to everybody."""

from django.urls import path

from .views import devenir, devenir_confirmation

urlpatterns: list = [
    path("devenir/", devenir.depart, name="devenir"),
    path("devenir/envoyee/", devenir_confirmation.envoyee, name="devenir_envoyee"),
    path("devenir/confirmer/<str:jeton>/", devenir_confirmation.confirmer, name="devenir_confirmer"),
    path("devenir/<slug:etape>/", devenir.etape, name="devenir_etape"),
]
