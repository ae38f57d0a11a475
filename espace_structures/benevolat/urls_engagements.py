"""Screens of engagements and renewals, within the namespace "espace"."""

urlpatterns: list = []
