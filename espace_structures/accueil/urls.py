from django.urls import path

from . import views, views_depart, views_propositions

urlpatterns = [
    path("", views.accueil, name="accueil"),
    path("bilans/<int:pk>/en-action/", views.en_action, name="bilan-vers-action"),
    path("bilans/<int:pk>/<slug:departement>/benevoles/", views_propositions.proposer, name="propositions"),
    path("structures/<int:structure>/depart/", views_depart.depart, name="depart"),
]
