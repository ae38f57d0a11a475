""" "Devenir parrain, marraine ou mentor", open to everybody."""

urlpatterns: list = []
