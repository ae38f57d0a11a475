"""The screens of the back office where the animation sees its jobs and runs one by hand."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django.views import View
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.components import Component
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from portal.socle.courrier.file import etat_de_la_file
from portal.socle.courrier.modeles import CourrielEnvoye

from .etat import est_muet, etat_des_taches
from .execution import executer
from .registre import tache

DROIT = "socle.view_executiondetache"


class Reservee(View):
    """A screen of those who watch over the jobs."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.has_perm(DROIT):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)


class TachesView(WagtailAdminTemplateMixin, Reservee, TemplateView):
    """Every job: what it does, its latest run, the next one."""

    template_name = "socle/cms/taches.html"
    page_title = _("Tâches planifiées")
    header_icon = "time"

    def get_breadcrumbs_items(self) -> list[dict]:
        return [*self.breadcrumbs_items, {"url": "", "label": self.page_title}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        maintenant = timezone.now()
        etats = etat_des_taches(le=maintenant)
        return super().get_context_data(**kwargs) | {
            "etats": etats,
            "muet": est_muet(etats, le=maintenant),
            "file": etat_de_la_file(le=maintenant),
            "url_courriels": self._url_des_courriels(),
        }

    def _url_des_courriels(self) -> str:
        """The log of mails, for those who may read it."""
        if not self.request.user.has_perm("socle.view_courrielenvoye"):
            return ""
        return reverse(CourrielEnvoye.snippet_viewset.get_url_name("list"))  # type: ignore[attr-defined]


class LancerView(Reservee):
    """Runs a job now, whatever was done today, and tells what it said."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, code: str) -> HttpResponseBase:
        voulue = tache(code)
        if voulue is None:
            raise Http404
        execution = executer(voulue, le=timezone.now(), forcee=True)
        if execution is None:
            messages.warning(request, _t("Cette tâche tourne déjà : attendez qu’elle finisse."))
        elif execution.est_en_echec:
            messages.error(request, _t("La tâche a échoué : %(erreur)s") % {"erreur": execution.erreur})
        else:
            messages.success(request, execution.compte_rendu)
        return redirect("socle_taches")


class EntreeDuMenu(MenuItem):
    """ "Tâches planifiées", in the reports."""

    def is_shown(self, request: HttpRequest) -> bool:
        return request.user.has_perm(DROIT)


def entree_du_menu() -> EntreeDuMenu:
    return EntreeDuMenu(
        _("Tâches planifiées"), reverse("socle_taches"), name="taches-planifiees", icon_name="time", order=1200
    )


class PanneauTaches(Component):
    """On the first page of the back office, only when something is wrong: a job failed, or nothing runs any more."""

    name = "taches"
    order = 5
    template_name = "socle/cms/panneau_taches.html"

    def get_context_data(self, parent_context: dict[str, Any]) -> dict[str, Any]:
        if not parent_context["request"].user.has_perm(DROIT):
            return {"echecs": [], "muet": False, "arretee": False}
        maintenant = timezone.now()
        etats = etat_des_taches(le=maintenant)
        return {
            "echecs": [etat for etat in etats if etat.en_echec],
            "muet": est_muet(etats, le=maintenant),
            "arretee": etat_de_la_file(le=maintenant).est_arretee,
        }
