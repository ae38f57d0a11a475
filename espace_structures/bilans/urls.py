"""Screens of the bilans, within the namespace "espace"."""

urlpatterns: list = []
