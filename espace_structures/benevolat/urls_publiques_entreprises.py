"""The door of companies."""

urlpatterns: list = []
