"""Screens of volunteer calls, within the namespace "espace"."""

urlpatterns: list = []
