"""Screens of the bilans, within the namespace "espace"."""

from django.urls import path

from .views import consolidation, cycle, ensemble, publication, saisie, suivi

urlpatterns: list = [
    path("consolidation/<int:exercice>/", consolidation.consolidation, name="consolidation"),
    path("consolidation/<int:exercice>/extraction/", consolidation.extraction, name="extraction"),
    path("consolidation/<int:exercice>/chiffres-publics/", publication.publication, name="publication"),
    path("", suivi.bilans, name="bilans"),
    path("<int:pk>/transmettre/", cycle.transmettre, name="transmettre"),
    path("<int:pk>/renvoyer/", cycle.renvoyer, name="renvoyer"),
    path("<int:pk>/valider/", cycle.valider, name="valider"),
    path("<int:pk>/rouvrir/", cycle.rouvrir, name="rouvrir"),
    path("<int:pk>/justifier/", cycle.justifier, name="justifier"),
    path("<int:pk>/", ensemble.bilan, name="bilan"),
    path("<int:pk>/<str:departement>/<str:section>/", saisie.saisie, name="saisie"),
]
