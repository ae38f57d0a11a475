"""The room's screens in the back office."""

from wagtail import hooks
from wagtail.snippets.models import register_snippet

from portal.socle.suppression import refuser_si_protege

from .viewsets import StructuresEtFinanceurs

register_snippet(StructuresEtFinanceurs)
# Every snippet of the portal, whatever its room: a protected object is never a server error.
hooks.register("before_delete_snippet", refuser_si_protege)
