"""Addresses of engagements and renewals in the gated space; what the mail of a renewal opens, in public."""

from django.urls import path

from portal.socle import parametres  # noqa: F401 - what <numero:…> reads

from .views import corrections, importation, renouvellement
from .views import engagements as vues
from .views import publiques as vues_publiques

urlpatterns: list = [
    path("benevoles/", vues.benevoles, name="benevoles"),
    path("benevoles/liste.xlsx", vues.exporter, {"format": "xlsx"}, name="benevoles-export"),
    path("benevoles/liste.csv", vues.exporter, {"format": "csv"}, name="benevoles-export-csv"),
    path("benevoles/ajouter/", vues.ajouter, name="benevole-ajouter"),
    path("benevoles/importer/", importation.Importer.as_view(), name="benevoles-importer"),
    path("benevoles/importer/colonnes/", importation.Colonnes.as_view(), name="benevoles-colonnes"),
    path("benevoles/importer/apercu/", importation.Apercu.as_view(), name="benevoles-apercu"),
    path("benevoles/<numero:pk>/", vues.benevole, name="benevole"),
    path("benevoles/<numero:pk>/accueil/", corrections.accueillir, name="benevole-accueil"),
    path("benevoles/<numero:pk>/departement/", corrections.departement, name="benevole-departement"),
    path("benevoles/<numero:pk>/saisons/<numero:saison>/", corrections.saison, name="benevole-saison"),
    path("benevoles/<numero:pk>/<slug:geste>/", vues.geste, name="benevole-geste"),
    path("renouvellement/", renouvellement.tableau, name="renouvellement"),
    path("renouvellement/lancer/", renouvellement.lancer, name="renouvellement-lancer"),
    path("renouvellement/a-appeler.xlsx", renouvellement.exporter, {"format": "xlsx"}, name="renouvellement-export"),
    path("renouvellement/a-appeler.csv", renouvellement.exporter, {"format": "csv"}, name="renouvellement-export-csv"),
    path("renouvellement/<numero:pk>/clore/", renouvellement.clore, name="renouvellement-clore"),
]

publiques: list = [
    path("renouveler/<str:jeton>/", vues_publiques.renouveler, name="renouveler"),
    path("attestation/<str:jeton>/", vues_publiques.attestation, name="attestation"),
]
