from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class StructuresConfig(AppConfig):
    name = "espace_structures.structures"
    label = "structures"
    verbose_name = _("Structures et financeurs")

    def ready(self) -> None:
        from ..comptes.exigences import exiger_second_facteur_de
        from . import droits, journal  # noqa: F401  (they declare the rights and the actions of the log)
        from .groupes import apres_migration

        exiger_second_facteur_de(droits.est_animation)
        exiger_second_facteur_de(droits.est_financeur)
        # Permissions exist only once migrations have run; idempotent, like Django's own create_permissions.
        post_migrate.connect(apres_migration, dispatch_uid="structures.installer_groupes")
