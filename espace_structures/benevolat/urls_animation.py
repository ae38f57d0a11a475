"""Boards of the animation régionale, within the namespace "espace"."""

urlpatterns: list = []
