"""Addresses of companies: their door, open to everybody."""

from django.urls import path

from . import views

publiques: list = [
    path("entreprises/", views.porte, name="entreprises"),
    path("entreprises/merci/", views.merci, name="entreprises_merci"),
    path("entreprises/lien/", views.lien_perdu, name="entreprises_lien"),
    path("entreprises/suivi/<str:jeton>/", views.suivi, name="entreprise"),
]
