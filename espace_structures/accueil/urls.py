from django.urls import path

from . import views, views_depart

urlpatterns = [
    path("", views.accueil, name="accueil"),
    path("structures/<int:structure>/depart/", views_depart.depart, name="depart"),
]
