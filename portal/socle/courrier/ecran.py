"""The registry of mails in the back office: each with when it leaves, to whom, its words, the last ones that left."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Max
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from django.views import View
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.menu import MenuItem
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from .destinataires import langue_connue
from .modeles import CourrielEnvoye, TexteDeCourriel
from .redaction import exemple
from .registre import Courriel, Version, courriel, courriels
from .remise import Contenu, deposer

DROIT = "socle.change_textedecourriel"
ESSAI = "essai:"  # in the log, before the key of a mail that somebody tried on themselves
DERNIERS = 20


@dataclass(frozen=True)
class LigneDuCourrier:
    """A mail in the list."""

    cle: str
    version: Version
    modifies: list[str]  # the languages in which the animation changed its words
    nombre: int
    dernier_le: datetime | None


class Reservee(View):
    """A screen of those who may change the words of mails."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.has_perm(DROIT):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    @property
    def langue(self) -> str:
        """In which the person reads the back office."""
        return langue_connue(getattr(self.request, "LANGUAGE_CODE", ""))

    def voulu(self) -> Courriel:
        trouve = courriel(self.kwargs["cle"])
        if trouve is None or self.kwargs.get("langue", settings.LANGUAGE_CODE) not in trouve.versions:
            raise Http404
        return trouve


class ListeView(WagtailAdminTemplateMixin, Reservee, TemplateView):
    """Every mail of the portal, room after room."""

    template_name = "socle/cms/courriels.html"
    page_title = _("Courriels du portail")
    header_icon = "mail"

    def get_breadcrumbs_items(self) -> list[dict]:
        return [*self.breadcrumbs_items, {"url": "", "label": self.page_title}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {"lignes": list(_lignes(self.langue))}


class DetailView(WagtailAdminTemplateMixin, Reservee, TemplateView):
    """A mail: what is known of it, its words in each language, to look at and to try, the last ones that left."""

    template_name = "socle/cms/courriel.html"
    header_icon = "mail"

    def get_page_title(self) -> str:
        return self.voulu().en(self.langue).titre

    def get_breadcrumbs_items(self) -> list[dict]:
        liste = {"url": reverse("socle_courriels"), "label": ListeView.page_title}
        return [*self.breadcrumbs_items, liste, {"url": "", "label": self.get_page_title()}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        voulu = self.voulu()
        textes = {texte.langue: texte for texte in TexteDeCourriel.objects.filter(gabarit=voulu.cle)}
        return super().get_context_data(**kwargs) | {
            "cle": voulu.cle,
            "version": voulu.en(self.langue),
            "langues": [
                {"code": code, "nom": nom, "objet": exemple(voulu, code).objet, "texte": textes.get(code)}
                for code, nom in settings.LANGUAGES
            ],
            "derniers": CourrielEnvoye.objects.filter(gabarit=voulu.cle)[:DERNIERS],
        }


@method_decorator(xframe_options_sameorigin, name="dispatch")
class ApercuView(Reservee):
    """The mail as it reads today, with the name of each value in the place of it."""

    def get(self, request: HttpRequest, cle: str, langue: str) -> HttpResponse:
        return HttpResponse(exemple(self.voulu(), langue).html)


class EssaiView(Reservee):
    """Sends the same to whoever asks."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, cle: str, langue: str) -> HttpResponseBase:
        contenu = exemple(self.voulu(), langue)
        essai = Contenu(gettext("Essai : %(objet)s") % {"objet": contenu.objet}, contenu.texte, contenu.html)
        adresse = request.user.email  # type: ignore[union-attr]
        deposer(f"{ESSAI}{cle}", [adresse], essai, langue=langue)
        messages.success(request, gettext("Essai envoyé à %(adresse)s.") % {"adresse": adresse})
        return redirect("socle_courriel", cle)


class EntreeDuMenu(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return request.user.has_perm(DROIT)


def entree_du_menu() -> EntreeDuMenu:
    return EntreeDuMenu(
        pgettext_lazy("menu", "Courriels"), reverse("socle_courriels"), name="courriels", icon_name="mail", order=1200
    )


def adresses() -> list[URLPattern]:
    return [
        path("courriels/", ListeView.as_view(), name="socle_courriels"),
        path("courriels/<str:cle>/", DetailView.as_view(), name="socle_courriel"),
        path("courriels/<str:cle>/<str:langue>/apercu/", ApercuView.as_view(), name="socle_apercu_de_courriel"),
        path("courriels/<str:cle>/<str:langue>/essai/", EssaiView.as_view(), name="socle_essai_de_courriel"),
    ]


def _lignes(langue: str) -> Iterable[LigneDuCourrier]:
    """In two queries, whatever the number of mails."""
    noms = dict(settings.LANGUAGES)
    modifies: dict[str, list[str]] = {}
    for cle, code in TexteDeCourriel.objects.order_by("langue").values_list("gabarit", "langue"):
        modifies.setdefault(cle, []).append(str(noms[code]))
    partis: dict[str, tuple[int, datetime | None]] = {
        cle: (nombre, dernier_le)
        for cle, nombre, dernier_le in CourrielEnvoye.objects.order_by()
        .values("gabarit")
        .annotate(nombre=Count("pk"), dernier_le=Max("cree_le"))
        .values_list("gabarit", "nombre", "dernier_le")
    }
    for connu in courriels():
        nombre, dernier_le = partis.get(connu.cle, (0, None))
        yield LigneDuCourrier(connu.cle, connu.en(langue), modifies.get(connu.cle, []), nombre, dernier_le)
