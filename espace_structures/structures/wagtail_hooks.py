"""The room's screens in the back office, and the words of the log about structures."""

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


@hooks.register("register_log_actions")
def declarer_actions(actions) -> None:
    """What the animation does with the record of a structure."""
    actions.register_action(RENOMMER, _("Renommer une structure"), _("Structure renommée"))
    actions.register_action(FERMER, _("Fermer une structure"), _("Structure fermée"))
    actions.register_action(ROUVRIR, _("Rouvrir une structure"), _("Structure rouverte"))
    actions.register_action(IMPORTER, _("Importer un fichier"), _("Fiche importée"))
