"""The answer to a renewal, by signed link."""

urlpatterns: list = []
