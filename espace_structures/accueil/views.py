"""The first screen of the gated space: what each person has to do."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def accueil(request: HttpRequest) -> HttpResponse:
    """What is due, by role."""
    return render(request, "accueil/accueil.html")
