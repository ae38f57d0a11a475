"""Boards of the animation régionale, within the namespace "espace"."""

from django.urls import path

from .views import animation

urlpatterns: list = [
    path("benevolat/region/", animation.region, name="benevolat-region"),
    path("benevolat/region/export/", animation.exporter, name="benevolat-region-export"),
]
