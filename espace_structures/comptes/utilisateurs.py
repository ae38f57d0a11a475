"""Wagtail's application "users", with this portal's account screens."""

from wagtail.users.apps import WagtailUsersAppConfig


class UtilisateursConfig(WagtailUsersAppConfig):
    user_viewset = "espace_structures.comptes.viewsets.CompteViewSet"
