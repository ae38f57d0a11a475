"""Addresses of the screens: saisie."""

from django.urls import path

from .views import ensemble, saisie

urlpatterns: list = [
    path("<int:pk>/", ensemble.bilan, name="bilan"),
    path("<int:pk>/<str:departement>/<str:section>/", saisie.saisie, name="saisie"),
]
