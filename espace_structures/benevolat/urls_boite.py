"""Screens of the inbox of candidatures, within the namespace "espace"."""

from django.urls import path

from portal.socle import parametres  # noqa: F401 - registers the converter "numero"

from .views import boite, boite_doublons, boite_lot, boite_reglages

urlpatterns: list = [
    path("candidatures/", boite.candidatures, name="candidatures"),
    path("candidatures/ensemble/", boite_lot.agir, name="candidatures-ensemble"),
    path("candidatures/export.xlsx", boite.exporter_la_liste, {"format": "xlsx"}, name="candidatures-xlsx"),
    path("candidatures/export.csv", boite.exporter_la_liste, {"format": "csv"}, name="candidatures-csv"),
    path("candidatures/<numero:pk>/doublons/", boite_doublons.doublons, name="candidatures-doublons"),
    path("candidatures/etiquettes/", boite_reglages.etiquettes, name="etiquettes"),
    path("candidatures/etiquettes/<numero:pk>/", boite_reglages.etiquette, name="etiquette"),
    path(
        "candidatures/etiquettes/<numero:pk>/supprimer/", boite_reglages.supprimer_etiquette, name="etiquette-supprimer"
    ),
    path("candidatures/modeles/", boite_reglages.modeles, name="modeles-messages"),
    path("candidatures/modeles/nouveau/", boite_reglages.nouveau_modele, name="modele-message-nouveau"),
    path("candidatures/modeles/<numero:pk>/", boite_reglages.modele, name="modele-message"),
    path(
        "candidatures/modeles/<numero:pk>/supprimer/", boite_reglages.supprimer_modele, name="modele-message-supprimer"
    ),
]
