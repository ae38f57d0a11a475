"""Screens of members and memberships, within the namespace "espace"."""

from django.urls import path, register_converter

from .views import demandes, entree, invitation, invitations, membres, organisation, secours


class GenreConverter:
    """What kind of organisation an address is about."""

    regex = "structures|financeurs"

    def to_python(self, value: str) -> str:
        return value

    to_url = to_python


register_converter(GenreConverter, "genre")

urlpatterns: list = [
    path("organisation/", organisation.choisir_organisation, name="choisir-organisation"),
    path("rejoindre/", demandes.rejoindre, name="rejoindre"),
    path("rejoindre/<int:structure>/", demandes.demander, name="demander"),
    path("rejoindre/demandes/<int:demande>/retirer/", demandes.retirer, name="retirer-demande"),
    path("structures/sans-responsable/", secours.sans_responsable, name="structures-sans-responsable"),
    path("structures/<int:structure>/responsable/", secours.nommer, name="nommer-responsable"),
    path("structures/<int:structure>/demandes/<int:demande>/accepter/", demandes.accepter, name="accepter-demande"),
    path("structures/<int:structure>/demandes/<int:demande>/refuser/", demandes.refuser, name="refuser-demande"),
    path("<genre:genre>/<int:pk>/membres/", membres.membres, name="membres"),
    path("<genre:genre>/<int:pk>/membres/inviter/", invitations.inviter, name="inviter"),
    path("<genre:genre>/<int:pk>/membres/<int:membre>/role/", membres.role, name="changer-role"),
    path("<genre:genre>/<int:pk>/membres/<int:membre>/retirer/", membres.desactiver, name="desactiver-membre"),
    path("<genre:genre>/<int:pk>/membres/<int:membre>/rendre/", membres.reactiver, name="reactiver-membre"),
    path(
        "<genre:genre>/<int:pk>/invitations/<int:invitation>/renvoyer/",
        invitations.renvoyer,
        name="renvoyer-invitation",
    ),
    path(
        "<genre:genre>/<int:pk>/invitations/<int:invitation>/annuler/",
        invitations.annuler,
        name="annuler-invitation",
    ),
]

publiques: list = [
    path("invitation/<str:secret>/", invitation.repondre, name="invitation"),
    path("rejoindre/", entree.rejoindre, name="rejoindre"),
    path("rejoindre/envoyee/", entree.envoyee, name="demande_envoyee"),
    path("rejoindre/<int:structure>/", entree.demander, name="rejoindre_structure"),
    path("rejoindre/suivi/<str:jeton>/", entree.suivre, name="demande_suivie"),
]
