"""Pages of volunteers outside the gated space: calls, the stepped form, what a signed link opens."""

from django.urls import include, path

app_name = "benevolat"

_SUJETS = ("appels", "devenir", "suivi", "renouvellement", "entreprises")

urlpatterns: list = [path("", include(f"espace_structures.benevolat.urls_publiques_{sujet}")) for sujet in _SUJETS]
