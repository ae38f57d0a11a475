"""What stands before Wagtail's views: the partition, and the words of moderation in the place of an error."""

from __future__ import annotations

from http import HTTPStatus

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from wagtail.admin import auth
from wagtail.models import Page, TaskState

from portal.socle.middleware import PREFIXE_ADMIN

from ..droits import PagesAPortee
from ..metier.moderation import ModerationRefusee, dire_la_decision
from .fermeture import structure_fermee
from .regles import OUVERTES, REGLES

# Wagtail's addresses where a moderator decides.
DECISIONS = {"wagtailadmin_pages:workflow_action", "wagtailadmin_pages:collect_workflow_action_data"}
SORTIES = {"wagtailadmin_logout", "wagtailadmin_login"}
# Wagtail's lists of pages offer filters by person and gestures in number that look beyond: ours stand in their place.
EXPLORATEUR = {
    "wagtailadmin_explore_root",
    "wagtailadmin_explore",
    "wagtailadmin_explore_results",
    "wagtailadmin_pages:search",
    "wagtailadmin_pages:search_results",
}
# Where an editor whose structure has just closed may be at work.
ECRITURES = {
    "wagtailadmin_pages:edit": "page_id",
    "wagtailadmin_pages:preview_on_edit": "page_id",
    "wagtailadmin_pages:add": "parent_page_id",
    "wagtailadmin_pages:preview_on_add": "parent_page_id",
}


class CloisonMiddleware:
    """Lets whoever is not of the animation reach in the back office what `regles` opens, on their own objects.

    What Wagtail then refuses answers 404 too.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view_func, view_args, view_kwargs) -> HttpResponse | None:
        if not request.path.startswith(PREFIXE_ADMIN) or not request.user.is_authenticated:
            return None
        perimetre = PagesAPortee.de(request.user)
        nom = request.resolver_match.view_name
        if perimetre.est_libre or nom in SORTIES:
            return None
        arguments = _arguments(view_args, view_kwargs)
        ferme = _fermeture(perimetre, request, nom, arguments)
        if ferme is not None:
            return ferme
        if not perimetre.entre_au_back_office:
            raise PermissionDenied
        if nom in EXPLORATEUR:
            return _ailleurs(perimetre)
        regle = REGLES.get(nom)
        if nom not in OUVERTES and (regle is None or not regle(perimetre, request, arguments)):
            raise Http404
        return None

    def process_exception(self, request: HttpRequest, exception: Exception) -> None:
        if isinstance(exception, PermissionDenied) and request.path.startswith(PREFIXE_ADMIN):
            taire(request)


class ModerationMiddleware:
    """Tells a moderator what somebody else has decided meanwhile, and any other refusal, on the screen of the page."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view_func, view_args, view_kwargs) -> HttpResponse | None:
        if request.resolver_match.view_name not in DECISIONS or not request.user.is_authenticated:
            return None
        etape = TaskState.objects.filter(pk=view_kwargs["task_state_id"]).select_related("finished_by").first()
        if etape is None or etape.status == TaskState.STATUS_IN_PROGRESS or not etape.finished_at:
            return None
        return _dire(request, view_kwargs["page_id"], dire_la_decision(etape))

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, ModerationRefusee) or not request.path.startswith(PREFIXE_ADMIN):
            return None
        return _dire(request, request.resolver_match.kwargs.get("page_id"), str(exception))


def installer() -> None:
    """Where Wagtail would send back to its first screen with "you do not have permission", it tells nothing either."""
    renvoyer = auth.permission_denied

    def permission_denied(request: HttpRequest) -> HttpResponse:
        taire(request)
        return renvoyer(request)

    auth.permission_denied = permission_denied


def taire(request: HttpRequest) -> None:
    """What is refused to whoever is not of the animation does not exist for them."""
    if request.user.is_authenticated and not PagesAPortee.de(request.user).est_libre:
        raise Http404


def _arguments(view_args: tuple, view_kwargs: dict) -> dict:
    """Arguments by name; the address that compares two revisions names none, and starts with the page."""
    return {"page_id": view_args[0], **view_kwargs} if view_args else view_kwargs


def _ailleurs(perimetre: PagesAPortee) -> HttpResponse:
    """The list of one's own pages in the gated space, the queue for whoever only reads."""
    return redirect("espace:actions" if perimetre.fiches_ecrites else "vitrines_relecture")


def _fermeture(perimetre: PagesAPortee, request: HttpRequest, nom: str, arguments: dict) -> HttpResponse | None:
    """What to answer to an editor whose structure closed while they were writing."""
    argument = ECRITURES.get(nom)
    page = Page.objects.filter(pk=arguments[argument]).first() if argument else None
    if page is None or not perimetre.ecrivait(page):
        return None
    return structure_fermee(request, page, perimetre)


def _dire(request: HttpRequest, page_id: int | None, phrase: str) -> HttpResponse:
    """The sentence at the head of the page; the editor's windows are told to go there."""
    messages.warning(request, phrase)
    adresse = reverse("wagtailadmin_pages:edit", args=[page_id]) if page_id else reverse("wagtailadmin_home")
    if request.headers.get("x-requested-with") == "XMLHttpRequest":
        return JsonResponse({"step": "success", "redirect": adresse}, status=HTTPStatus.OK)
    return redirect(adresse)
