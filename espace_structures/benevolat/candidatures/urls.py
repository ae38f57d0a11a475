"""Addresses of candidatures: inbox and files in the gated space; form, page of a candidate in public."""

from django.urls import path

from portal.socle import parametres  # noqa: F401 - registers the converter "numero"

from .views import (
    boite,
    boite_doublons,
    boite_lot,
    boite_reglages,
    devenir,
    devenir_confirmation,
    dossier,
    dossier_etapes,
    mes_donnees,
    suivi,
)

_ETAPES = {
    "contacter": dossier_etapes.contacter,
    "rencontre": dossier_etapes.rencontre,
    "attente": dossier_etapes.attente,
    "reprendre": dossier_etapes.reprendre,
    "accepter": dossier_etapes.accepter,
    "refuser": dossier_etapes.refuser,
    "reorienter": dossier_etapes.reorienter,
    "confier": dossier_etapes.confier,
    "accueil": dossier_etapes.accueillir,
    "message": dossier.ecrire,
    "lu": dossier.lu,
    "note": dossier.noter,
    "etiquettes": dossier.etiqueter,
}

urlpatterns: list = [
    path("candidatures/", boite.candidatures, name="candidatures"),
    path("candidatures/ensemble/", boite_lot.agir, name="candidatures-ensemble"),
    path("candidatures/export.xlsx", boite.exporter_la_liste, {"format": "xlsx"}, name="candidatures-xlsx"),
    path("candidatures/export.csv", boite.exporter_la_liste, {"format": "csv"}, name="candidatures-csv"),
    path("candidatures/<numero:pk>/doublons/", boite_doublons.doublons, name="candidatures-doublons"),
    path("candidatures/etiquettes/", boite_reglages.etiquettes, name="etiquettes"),
    path("candidatures/etiquettes/<numero:pk>/", boite_reglages.etiquette, name="etiquette"),
    path(
        "candidatures/etiquettes/<numero:pk>/supprimer/", boite_reglages.supprimer_etiquette, name="etiquette-supprimer"
    ),
    path("candidatures/modeles/", boite_reglages.modeles, name="modeles-messages"),
    path("candidatures/modeles/nouveau/", boite_reglages.nouveau_modele, name="modele-message-nouveau"),
    path("candidatures/modeles/<numero:pk>/", boite_reglages.modele, name="modele-message"),
    path(
        "candidatures/modeles/<numero:pk>/supprimer/", boite_reglages.supprimer_modele, name="modele-message-supprimer"
    ),
    path("candidatures/<numero:pk>/", dossier.dossier, name="candidature"),
    *[path(f"candidatures/<numero:pk>/{etape}/", vue, name=f"candidature-{etape}") for etape, vue in _ETAPES.items()],
    path("candidatures/<numero:pk>/note/<numero:note>/effacer/", dossier.effacer_note, name="candidature-note-effacer"),
]

publiques: list = [
    path("devenir/", devenir.depart, name="devenir"),
    path("devenir/envoyee/", devenir_confirmation.envoyee, name="devenir_envoyee"),
    path("devenir/confirmer/<str:jeton>/", devenir_confirmation.confirmer, name="devenir_confirmer"),
    path("devenir/<slug:etape>/", devenir.etape, name="devenir_etape"),
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
