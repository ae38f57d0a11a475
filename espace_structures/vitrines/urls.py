from django.urls import path

from .views import interet, verification

urlpatterns = [
    path("actions/<int:pk>/interet/", interet.interet, name="interet"),
    path("pages/<int:pk>/confirmer/", verification.confirmer, name="confirmer"),
]
