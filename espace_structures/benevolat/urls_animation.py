"""Boards of the animation régionale, within the namespace "espace"."""

from django.urls import path

from .views import animation

urlpatterns: list = [
    path("region/", animation.region, name="benevolat-region"),
    path("region/export/", animation.exporter, name="benevolat-region-export"),
]
