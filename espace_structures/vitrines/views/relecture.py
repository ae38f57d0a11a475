"""The queue of those who moderate, in the back office."""

from __future__ import annotations

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from portal.socle.geographie import DEPARTEMENTS, departements_de_la_region, nom_departement

from ..droits import PagesAPortee
from ..metier.relecture import delai_de_rappel, pages_a_relire


class FileDeRelecture(WagtailAdminTemplateMixin, TemplateView):
    """Pages that wait, the oldest first, each with the way to the editor where one decides."""

    page_title = _("À relire")
    header_icon = "clipboard-list"
    template_name = "vitrines/cms/relecture.html"

    def get_breadcrumbs_items(self):
        return [*self.breadcrumbs_items, {"url": "", "label": self.page_title}]

    def dispatch(self, request, *args, **kwargs):
        perimetre = PagesAPortee.de(request.user)
        if not (perimetre.est_libre or perimetre.appartenances.est_moderateur):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs):
        departement = self.request.GET.get("departement", "")
        if departement and departement not in DEPARTEMENTS:
            raise Http404
        return super().get_context_data(**kwargs) | {
            "attentes": pages_a_relire(self.request.user, le=timezone.now(), departement=departement),
            "departement": departement,
            "departements": [(code, nom_departement(code)) for code in self._departements()],
            "delai": delai_de_rappel(),
        }

    def _departements(self) -> list[str]:
        """Those between which this account chooses."""
        perimetre = PagesAPortee.de(self.request.user)
        if perimetre.est_libre:
            return departements_de_la_region(settings.PORTAIL_REGION)
        return sorted(perimetre.appartenances.departements_moderes)
