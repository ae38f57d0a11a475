"""Addresses of the screens: cycle."""

from django.urls import path

from .views import cycle, suivi

urlpatterns: list = [
    path("", suivi.bilans, name="bilans"),
    path("<int:pk>/transmettre/", cycle.transmettre, name="transmettre"),
    path("<int:pk>/renvoyer/", cycle.renvoyer, name="renvoyer"),
    path("<int:pk>/valider/", cycle.valider, name="valider"),
    path("<int:pk>/rouvrir/", cycle.rouvrir, name="rouvrir"),
    path("<int:pk>/justifier/", cycle.justifier, name="justifier"),
]
