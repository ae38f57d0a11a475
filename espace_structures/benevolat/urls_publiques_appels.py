"""Volunteer calls, open to everybody."""

urlpatterns: list = []
