"""What the account screens show from within the gated space; the back office has its own addresses (wagtail_hooks)."""

from django.urls import path

from .views.assistance import Terminer
from .views.securite import code_qr

urlpatterns = [
    path("code-qr.svg", code_qr, name="compte_code_qr"),
    path("assistance/terminer/", Terminer.as_view(), name="assistance_terminer"),
]
