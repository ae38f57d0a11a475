"""Screens open to everybody beside the public pages: report an error, answer the yearly question from a mail."""

from __future__ import annotations

from allauth.core import ratelimit
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe
from wagtail.models import Page

from portal.socle.vues import ouverte_a_tous

from ..forms.public import SignalementForm
from ..metier import fraicheur, signalements
from ..models import ActionPage, FichePage
from ..recherche.donnees_ouvertes import points_de
from .verification import repondre


@ouverte_a_tous
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def signaler(request: HttpRequest, page_pk: int) -> HttpResponse:
    """A visitor says what is wrong on a sheet or an action."""
    page = _page_publique(page_pk)
    formulaire = SignalementForm(request.POST or None)
    if request.method != "POST":
        return _formulaire(request, page, formulaire, 200)
    if not formulaire.is_valid():
        return _formulaire(request, page, formulaire, 422)
    if not ratelimit.consume(request, action="signaler"):
        formulaire.add_error(
            None, _("Vous avez déjà envoyé plusieurs signalements : attendez une heure avant le prochain.")
        )
        return _formulaire(request, page, formulaire, 429)
    valeurs = {nom: formulaire.cleaned_data[nom] for nom in ("motif", "message", "courriel")}
    signalements.recevoir(page, **valeurs, le=timezone.now())
    return redirect("vitrines:signalement_recu", page.pk)


@ouverte_a_tous
@never_cache
@require_safe
def signalement_recu(request: HttpRequest, page_pk: int) -> HttpResponse:
    """Thank you, and what happens next."""
    return render(request, "vitrines/signalement_recu.html", {"cible": _page_publique(page_pk)})


@ouverte_a_tous
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def verifier(request: HttpRequest, jeton: str) -> HttpResponse:
    """The link of the yearly mail: says what is asked; only the buttons change something."""
    lu = fraicheur.lire_le_jeton(jeton)
    if lu is None:
        return render(request, "vitrines/lien_perime.html", status=410)
    page, compte = lu
    return repondre(request, page, par=compte, retour=lambda: _merci(request, page))


@ouverte_a_tous
@require_safe
def points(request: HttpRequest, page_pk: int) -> JsonResponse:
    """The places of one structure, for the small map of its sheet."""
    fiche = get_object_or_404(FichePage.objects.live().public().pour_listes(), pk=page_pk)
    lieux = points_de(fiche, fiche.get_url(request) or "")
    return JsonResponse({"type": "FeatureCollection", "features": lieux}, content_type="application/geo+json")


def _merci(request: HttpRequest, page: FichePage | ActionPage) -> HttpResponse:
    messages.success(request, _("Merci : la page porte la date d’aujourd’hui."))
    return redirect(page.get_url(request))


def _page_publique(pk: int) -> FichePage | ActionPage:
    """A published sheet or action that everybody may read; 404 otherwise."""
    page = Page.objects.live().public().type(FichePage, ActionPage).filter(pk=pk).first()
    if page is None:
        raise Http404
    return page.specific


def _formulaire(request: HttpRequest, page: Page, formulaire: SignalementForm, statut: int) -> HttpResponse:
    contexte = {"cible": page, "formulaire": formulaire}
    return render(request, "vitrines/signaler.html", contexte, status=statut)
