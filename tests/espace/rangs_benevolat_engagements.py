"""Rows of the access matrix: engagements and renewals."""

from tests.fabriques.benevolat import CampagneRenouvellementFactory, EngagementFactory

from .matrice import Rang, selon_le_role


def _engagement(monde):
    return {"pk": EngagementFactory(structure=monde.structure).pk}


def _saison(monde):
    engagement = EngagementFactory(structure=monde.structure)
    return {"pk": engagement.pk, "saison": engagement.saisons.get().pk}


def _geste(monde):
    return _engagement(monde) | {"geste": "sortie"}


def _campagne(monde):
    return {"pk": CampagneRenouvellementFactory(structure=monde.structure).pk}


# Lists are those of one's own structure: another structure sees its own, who follows no volunteer is refused.
LISTE = selon_le_role(200, 200, 200, 403, 403, 403, 200, redacteur=403, lecteur_structure=403, moderateur=403)
FICHE = selon_le_role(404, 200, 200, 404, 404, 404, 200, redacteur=404, lecteur_structure=404)
GESTE = selon_le_role(404, 422, 422, 404, 404, 404, 422, redacteur=404, lecteur_structure=404)
# Nothing typed is an answer: nothing done yet.
ACCUEIL = selon_le_role(404, 302, 302, 404, 404, 404, 302, redacteur=404, lecteur_structure=404)
FORMULAIRE = selon_le_role(422, 422, 422, 403, 403, 403, 422, redacteur=403, lecteur_structure=403, moderateur=403)
CLORE = selon_le_role(404, 302, 302, 403, 403, 403, 302, redacteur=403, lecteur_structure=403, moderateur=403)

RANGS: list[Rang] = [
    Rang("benevoles", "get", LISTE),
    Rang("benevoles-export", "get", LISTE),
    Rang("benevoles-export-csv", "get", LISTE),
    Rang("benevole-ajouter", "get", LISTE),
    Rang("benevole-ajouter", "post", FORMULAIRE),
    Rang("benevole", "get", FICHE, arguments=_engagement),
    Rang("benevole-geste", "get", FICHE, arguments=_geste),
    Rang("benevole-geste", "post", GESTE, arguments=_geste),
    Rang("benevole-accueil", "get", FICHE, arguments=_engagement),
    Rang("benevole-accueil", "post", ACCUEIL, arguments=_engagement),
    Rang("benevole-departement", "get", FICHE, arguments=_engagement),
    Rang("benevole-departement", "post", GESTE, arguments=_engagement),
    Rang("benevole-saison", "get", FICHE, arguments=_saison),
    Rang("benevole-saison", "post", GESTE, arguments=_saison),
    Rang("renouvellement", "get", LISTE),
    Rang("renouvellement-lancer", "get", LISTE),
    Rang("renouvellement-lancer", "post", FORMULAIRE),
    Rang("renouvellement-export", "get", LISTE),
    Rang("renouvellement-export-csv", "get", LISTE),
    Rang("renouvellement-clore", "post", CLORE, arguments=_campagne),
]

# A list belongs to one structure: the animation, which acts for none, is sent to choose one.
IMPORT = selon_le_role(200, 200, 200, 403, 403, 403, 403, redacteur=403, lecteur_structure=403, moderateur=403)
ENVOI = selon_le_role(422, 422, 422, 403, 403, 403, 403, redacteur=403, lecteur_structure=403, moderateur=403)
APERCU = selon_le_role(302, 302, 302, 403, 403, 403, 403, redacteur=403, lecteur_structure=403, moderateur=403)

RANGS += [
    Rang("benevoles-importer", "get", IMPORT),
    Rang("benevoles-importer", "post", ENVOI),
    Rang("benevoles-colonnes", "get", APERCU),
    Rang("benevoles-colonnes", "post", APERCU),
    Rang("benevoles-apercu", "get", APERCU),
    Rang("benevoles-apercu", "post", APERCU),
]
