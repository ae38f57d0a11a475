"""Screens of the file of a candidature, within the namespace "espace"."""

urlpatterns: list = []
