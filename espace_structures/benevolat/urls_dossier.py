"""Screens of the file of a candidature, within the namespace "espace"."""

from django.urls import path

from portal.socle import parametres  # noqa: F401 - registers the converter "numero"

from .views import dossier, dossier_etapes

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
    path("candidatures/<numero:pk>/", dossier.dossier, name="candidature"),
    *[path(f"candidatures/<numero:pk>/{etape}/", vue, name=f"candidature-{etape}") for etape, vue in _ETAPES.items()],
    path("candidatures/<numero:pk>/note/<numero:note>/effacer/", dossier.effacer_note, name="candidature-note-effacer"),
]
