from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class StructuresConfig(AppConfig):
    name = "espace_structures.structures"
    label = "structures"
    verbose_name = _("Structures et financeurs")

    def ready(self) -> None:
        from .groupes import apres_migration

        # Permissions exist only once migrations have run; idempotent, like Django's own create_permissions.
        post_migrate.connect(apres_migration, dispatch_uid="structures.installer_groupes")
