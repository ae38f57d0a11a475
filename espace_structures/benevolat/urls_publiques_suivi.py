"""The page of a candidate, by signed link."""

from django.urls import path

from .views import mes_donnees, suivi

urlpatterns: list = [
    path("ma-candidature/", suivi.lien_perdu, name="lien_perdu"),
    path("ma-candidature/lien-envoye/", suivi.lien_envoye, name="lien_envoye"),
    path("ma-candidature/efface/", mes_donnees.efface, name="suivi_efface"),
    path("ma-candidature/adresse/<str:jeton>/", suivi.adresse, name="suivi_adresse"),
    path("ma-candidature/<str:jeton>/", suivi.page, name="suivi"),
    path("ma-candidature/<str:jeton>/lus/", suivi.lus, name="suivi_lus"),
    path("ma-candidature/<str:jeton>/profil/", suivi.profil, name="suivi_profil"),
    path("ma-candidature/<str:jeton>/rester/", suivi.rester, name="suivi_rester"),
    path("ma-candidature/<str:jeton>/nouveau-lien/", suivi.renouveler_le_lien, name="suivi_renouveler_le_lien"),
    path("ma-candidature/<str:jeton>/donnees/", mes_donnees.lire, name="suivi_donnees"),
    path("ma-candidature/<str:jeton>/donnees.json", mes_donnees.telecharger, name="suivi_donnees_json"),
    path("ma-candidature/<str:jeton>/effacer/", mes_donnees.effacer, name="suivi_effacer"),
    path("ma-candidature/<str:jeton>/<numero:pk>/engagement/", suivi.engagement, name="suivi_engagement"),
    path("ma-candidature/<str:jeton>/<numero:pk>/repondre/", suivi.repondre, name="suivi_repondre"),
    path("ma-candidature/<str:jeton>/<numero:pk>/accord/", suivi.accord, name="suivi_accord"),
    path("ma-candidature/<str:jeton>/<numero:pk>/retirer/", suivi.retirer, name="suivi_retirer"),
]
