"""The answer to a renewal, by signed link."""

from django.urls import path

from .views import publiques_renouvellement as vues

urlpatterns: list = [
    path("renouveler/<str:jeton>/", vues.renouveler, name="renouveler"),
    path("attestation/<str:jeton>/", vues.attestation, name="attestation"),
]
