"""The room's screens in the back office. Wagtail's own bulk actions on accounts give way to guarded ones."""

from wagtail import hooks

from .viewsets import (
    ActivationEnNombre,
    AttributionDeGroupe,
    CompteChooserViewSet,
    SuppressionEnNombre,
)

# Actions are known by their type, the last one registered wins: ours come after Wagtail's.
for action in (AttributionDeGroupe, ActivationEnNombre, SuppressionEnNombre):
    hooks.register("register_bulk_action", action, order=100)


@hooks.register("register_admin_viewset")
def choix_de_compte():
    return CompteChooserViewSet("choix_compte", url_prefix="choix-compte")
