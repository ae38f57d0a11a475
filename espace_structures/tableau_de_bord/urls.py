from django.urls import path

from .views import a_faire, propositions

urlpatterns: list = [
    path("", a_faire.a_faire, name="accueil"),
    path("bilans/<int:pk>/en-action/", a_faire.en_action, name="bilan-vers-action"),
    path("bilans/<int:pk>/<slug:departement>/benevoles/", propositions.proposer, name="propositions"),
]
