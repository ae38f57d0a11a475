"""Choosing for whom one acts."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import resolve_url
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST


@require_POST
def choisir_organisation(request: HttpRequest) -> HttpResponse:
    """Remember the organisation, then back to the first screen: the one shown may be about another."""
    if not request.organisation.choisir(request.POST.get("organisation", "")):
        messages.error(request, _("Vous n’êtes plus membre de cette organisation : choisissez-en une autre."))
    suite = request.POST.get("suite", "")
    if not url_has_allowed_host_and_scheme(suite, allowed_hosts={request.get_host()}):
        suite = resolve_url("espace:accueil")
    return HttpResponseRedirect(suite)
