"""Screens of engagements and renewals, within the namespace "espace"."""

from django.urls import path

from portal.socle import parametres  # noqa: F401 - what <numero:…> reads

from .views import engagements as vues
from .views import importation, renouvellement

urlpatterns: list = [
    path("benevoles/", vues.benevoles, name="benevoles"),
    path("benevoles/liste.xlsx", vues.exporter, name="benevoles-export"),
    path("benevoles/ajouter/", vues.ajouter, name="benevole-ajouter"),
    path("benevoles/importer/", importation.importer, name="benevoles-importer"),
    path("benevoles/importer/modele.csv", importation.modele, name="benevoles-modele"),
    path("benevoles/importer/apercu/", importation.apercu, name="benevoles-apercu"),
    path("benevoles/<numero:pk>/", vues.benevole, name="benevole"),
    path("benevoles/<numero:pk>/<slug:geste>/", vues.geste, name="benevole-geste"),
    path("renouvellement/", renouvellement.tableau, name="renouvellement"),
    path("renouvellement/lancer/", renouvellement.lancer, name="renouvellement-lancer"),
    path("renouvellement/a-appeler.xlsx", renouvellement.exporter, name="renouvellement-export"),
    path("renouvellement/<numero:pk>/clore/", renouvellement.clore, name="renouvellement-clore"),
]
