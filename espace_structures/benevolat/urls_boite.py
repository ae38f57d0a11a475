"""Screens of the inbox of candidatures, within the namespace "espace"."""

urlpatterns: list = []
