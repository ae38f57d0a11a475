"""Screens of the pages of one's structure, within the namespace "espace"."""

from django.urls import path

from .views import actions, etapes, fiche, interet, verification

urlpatterns = [
    path("fiche/", fiche.fiche, name="fiche"),
    path("fiche/ouvrir/", fiche.ouvrir, name="fiche-ouvrir"),
    path("fiche/corriger/", fiche.corriger, name="fiche-corriger"),
    path("fiche/<int:pk>/", fiche.modifier, name="fiche-modifier"),
    path("actions/", actions.actions, name="actions"),
    path("actions/nouvelle/", actions.nouvelle, name="action-nouvelle"),
    path("actions/<int:pk>/", actions.action, name="action"),
    path("actions/<int:pk>/modifier/", actions.modifier, name="action-modifier"),
    path("actions/<int:pk>/interet/", interet.interet, name="interet"),
    path("pages/<int:pk>/apercu/", etapes.apercu, name="page-apercu"),
    path("pages/<int:pk>/rendu/", etapes.rendu, name="page-rendu"),
    path("pages/<int:pk>/soumettre/", etapes.soumettre, name="page-soumettre"),
    path("pages/<int:pk>/reprendre/", etapes.reprendre, name="page-reprendre"),
    path("pages/<int:pk>/retrait/", etapes.retrait, name="page-retrait"),
    path("pages/<int:pk>/confirmer/", verification.confirmer, name="confirmer"),
]
