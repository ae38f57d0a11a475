"""The room's screens in the back office, and the words of the log about structures."""

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.snippets.models import register_snippet

from portal.socle.suppression import refuser_si_protege

from .metier.cloture import FERMER, ROUVRIR
from .metier.importation.ecriture import IMPORTER
from .metier.renommage import RENOMMER
from .viewsets import StructuresEtFinanceurs

register_snippet(StructuresEtFinanceurs)
# Every snippet of the portal, whatever its room: a protected object is never a server error.
hooks.register("before_delete_snippet", refuser_si_protege)


@hooks.register("before_delete_snippet", order=-1)
def garder_les_noms(request, objets) -> None:
    """One by one or in number, what nobody deletes stays: Wagtail's bulk action asks the groups, not the viewset."""
    viewset = getattr(type(objets[0]), "snippet_viewset", None) if objets else None
    if viewset is not None and not viewset.permission_policy.user_has_permission(request.user, "delete"):
        raise PermissionDenied


@hooks.register("register_log_actions")
def declarer_actions(actions) -> None:
    """What the animation does with the record of a structure."""
    actions.register_action(RENOMMER, _("Renommer une structure"), _("Structure renommée"))
    actions.register_action(FERMER, _("Fermer une structure"), _("Structure fermée"))
    actions.register_action(ROUVRIR, _("Rouvrir une structure"), _("Structure rouverte"))
    actions.register_action(IMPORTER, _("Importer un fichier"), _("Fiche importée"))
