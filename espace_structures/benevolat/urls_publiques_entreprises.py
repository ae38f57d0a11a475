"""The door of companies."""

from django.urls import path

from .views import entreprises

urlpatterns: list = [
    path("entreprises/", entreprises.accueil, name="entreprises"),
    path("entreprises/merci/", entreprises.merci, name="entreprises_merci"),
    path("entreprises/lien/", entreprises.lien_perdu, name="entreprises_lien"),
    path("entreprises/suivi/<str:jeton>/", entreprises.suivi, name="entreprise"),
]
