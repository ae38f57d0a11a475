from django.urls import path

from . import views, views_depart

urlpatterns = [
    path("", views.accueil, name="accueil"),
    path("bilans/<int:pk>/en-action/", views.en_action, name="bilan-vers-action"),
    path("structures/<int:structure>/depart/", views_depart.depart, name="depart"),
]
