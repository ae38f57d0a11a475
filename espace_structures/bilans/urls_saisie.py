"""Addresses of the screens: saisie."""

urlpatterns: list = []
