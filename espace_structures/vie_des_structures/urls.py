from django.urls import path

from . import views

urlpatterns: list = [
    path("structures/<int:structure>/depart/", views.depart, name="depart"),
]
