"""The page of a candidate, by signed link."""

urlpatterns: list = []
