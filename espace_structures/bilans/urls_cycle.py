"""Addresses of the screens: cycle."""

urlpatterns: list = []
