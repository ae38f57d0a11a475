"""Addresses of the boards of the animation régionale."""

from django.urls import path

from . import views

urlpatterns: list = [
    path("region/", views.region, name="benevolat-region"),
    path("region/export/", views.exporter, name="benevolat-region-export"),
]
