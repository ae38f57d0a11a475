"""Screens of the pages of one's structure, within the namespace "espace"."""

from django.urls import path

from portal.socle import parametres  # noqa: F401 - what <numero:…> reads

from .views import actions, etapes, fiche, interet, verification
from .views import publiques as vues_publiques

urlpatterns: list = [
    path("fiche/", fiche.fiche, name="fiche"),
    path("fiche/ouvrir/", fiche.ouvrir, name="fiche-ouvrir"),
    path("fiche/corriger/", fiche.corriger, name="fiche-corriger"),
    path("fiche/<numero:pk>/", fiche.modifier, name="fiche-modifier"),
    path("actions/", actions.actions, name="actions"),
    path("actions/nouvelle/", actions.nouvelle, name="action-nouvelle"),
    path("actions/<numero:pk>/", actions.action, name="action"),
    path("actions/<numero:pk>/modifier/", actions.modifier, name="action-modifier"),
    path("actions/<numero:pk>/interet/", interet.interet, name="interet"),
    path("pages/<numero:pk>/apercu/", etapes.apercu, name="page-apercu"),
    path("pages/<numero:pk>/rendu/", etapes.rendu, name="page-rendu"),
    path("pages/<numero:pk>/soumettre/", etapes.soumettre, name="page-soumettre"),
    path("pages/<numero:pk>/reprendre/", etapes.reprendre, name="page-reprendre"),
    path("pages/<numero:pk>/retrait/", etapes.retrait, name="page-retrait"),
    path("pages/<numero:pk>/confirmer/", verification.confirmer, name="confirmer"),
]

publiques: list = [
    path("signaler/<numero:page_pk>/", vues_publiques.signaler, name="signaler"),
    path("signaler/<numero:page_pk>/merci/", vues_publiques.signalement_recu, name="signalement_recu"),
    path("fiches/<numero:page_pk>/points.geojson", vues_publiques.points, name="points"),
    path("verifier/<str:jeton>/", vues_publiques.verifier, name="verifier"),
]
