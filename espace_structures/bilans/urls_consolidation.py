"""Addresses of the screens: consolidation."""

urlpatterns: list = []
