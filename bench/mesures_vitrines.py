"""The directory and the gallery, as a visitor whom no cache helps gets them: the median of five times."""

from __future__ import annotations

from collections.abc import Callable
from statistics import median

from .chronometre import chronometrer, exiger

ESSAIS = 5
# Name of the measure: model of the page, what follows its address, what is asked.
DEMANDES: dict[str, tuple[str, str, dict[str, str]]] = {
    "annuaire": ("AnnuairePage", "", {}),
    "annuaire_mots": ("AnnuairePage", "", {"mots": "entretiens"}),
    "annuaire_lieu": ("AnnuairePage", "", {"lieu": "93500", "rayon": "20"}),
    "annuaire_tout": ("AnnuairePage", "", {"lieu": "93500", "rayon": "50", "mots": "relais", "public": "qpv"}),
    "geojson": ("AnnuairePage", "donnees-geojson/", {}),
    "galerie": ("GaleriePage", "", {}),
    "galerie_filtres": ("GaleriePage", "", {"departement": "77", "public": "qpv", "annee": "2026"}),
    "galerie_mots": ("GaleriePage", "", {"mots": "ateliers"}),
}


def demander(nom: str) -> dict:
    """Seconds, queries and bytes of a page of the directory or of the gallery."""
    from django.apps import apps
    from django.test import Client

    modele, suite, parametres = DEMANDES[nom]
    page = apps.get_model("vitrines", modele).objects.live().get(locale__language_code="fr")
    adresse = page.get_url() + suite
    client = Client()
    client.cookies["bench"] = "1"  # for a visitor with an unknown cookie nothing is cached
    exiger(client.get(adresse, parametres))  # what a process reads once
    octets: set[int] = set()
    temps = [
        chronometrer(lambda: octets.add(len(exiger(client.get(adresse, parametres)).content))) for _ in range(ESSAIS)
    ]
    return {
        "secondes": median(pris["secondes"] for pris in temps),
        "requetes": max(pris["requetes"] for pris in temps),
        "octets": max(octets),
    }


MESURES: dict[str, Callable[[], dict]] = {nom: lambda nom=nom: demander(nom) for nom in DEMANDES}
