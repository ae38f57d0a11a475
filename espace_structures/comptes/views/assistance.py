"""The support signs in as a person, from the back office, and comes back to its own account from any page."""

from http import HTTPStatus

from allauth.account.internal.flows.reauthentication import did_recently_reauthenticate
from allauth.core.exceptions import ReauthenticationRequired
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render, resolve_url
from django.urls import reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views import View
from django.views.decorators.csrf import csrf_protect
from hijack.views import AcquireUserView, ReleaseUserView

from ..droits import peut_assister, peut_reinitialiser
from ..forms import MotifForm
from ..metier.assistance import AssistanceRefusee, commencer
from ..metier.second_facteur import ReinitialisationRefusee, reinitialiser
from ..models import Assistance, Compte
from ..session import ASSISTANCE, PROCONNECT, PROCONNECT_DE_L_ASSISTANCE


class SeConnecterASaPlace(AcquireUserView):
    """Asks why, then changes the session: by POST alone, after a recent proof that it is really oneself."""

    http_method_names = ["get", "head", "post"]

    def get_success_url(self) -> str:
        return resolve_url("espace:accueil")  # never where the address asks to go

    def dispatch(self, request: HttpRequest, *args, **kwargs):
        # The library's own dispatch looks for the account in the form; ours is in the address.
        return super(AcquireUserView, self).dispatch(request, *args, **kwargs)

    def test_func(self) -> bool:
        if not peut_assister(self.request.user, self.get_object()):
            raise PermissionDenied
        if not did_recently_reauthenticate(self.request):
            raise ReauthenticationRequired
        return True

    def get_object(self, queryset=None) -> Compte:
        return get_object_or_404(Compte, pk=self.kwargs["pk"])

    def get(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        return self._demander(MotifForm())

    @method_decorator(csrf_protect)
    def post(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        formulaire = MotifForm(request.POST)
        if not formulaire.is_valid():
            return self._demander(formulaire, HTTPStatus.UNPROCESSABLE_ENTITY)
        try:
            assistance = commencer(
                self.get_object(), par=request.user, motif=formulaire.cleaned_data["motif"], le=timezone.now()
            )
        except AssistanceRefusee as refus:
            formulaire.add_error(None, str(refus))
            return self._demander(formulaire, HTTPStatus.UNPROCESSABLE_ENTITY)
        prouve = request.session.get(PROCONNECT)
        reponse = super().post(request, *args, **kwargs)
        request.session[ASSISTANCE] = assistance.pk
        request.session[PROCONNECT_DE_L_ASSISTANCE] = prouve
        return reponse

    def _demander(self, formulaire: MotifForm, statut: int = HTTPStatus.OK) -> HttpResponse:
        contexte = {
            "page_title": _("Se connecter à la place de %(nom)s") % {"nom": self.get_object()},
            "cible": self.get_object(),
            "formulaire": formulaire,
            "adresse_edition": reverse("wagtailusers_users:edit", args=(self.kwargs["pk"],)),
        }
        return render(self.request, "comptes/cms/a_sa_place.html", contexte, status=statut)


class Terminer(ReleaseUserView):
    """Back to one's own account, on the screen of the account that was helped; the middleware notes the end."""

    def post(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        assistance = get_object_or_404(Assistance, pk=request.session.get(ASSISTANCE))
        prouve = request.session.get(PROCONNECT_DE_L_ASSISTANCE)
        super().post(request, *args, **kwargs)
        if prouve:
            request.session[PROCONNECT] = prouve
        messages.success(request, _("Vous n’agissez plus à la place de %(nom)s.") % {"nom": assistance.compte})
        return redirect("wagtailusers_users:edit", assistance.compte_id)


class ReinitialiserSecondFacteur(View):
    """Says what will happen, then removes the second factor of somebody who lost it."""

    def dispatch(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        self.cible = get_object_or_404(Compte, pk=kwargs["pk"])
        if not peut_reinitialiser(request.user, self.cible):
            raise PermissionDenied
        if not did_recently_reauthenticate(request):
            raise ReauthenticationRequired
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        contexte = {
            "page_title": _("Réinitialiser le second facteur de %(nom)s") % {"nom": self.cible},
            "cible": self.cible,
            "adresse_edition": reverse("wagtailusers_users:edit", args=(self.cible.pk,)),
        }
        return render(request, "comptes/cms/second_facteur.html", contexte)

    def post(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        try:
            reinitialiser(self.cible, par=request.user)
        except ReinitialisationRefusee as refus:
            messages.error(request, str(refus))
        else:
            messages.success(
                request,
                _("Second facteur de %(nom)s réinitialisé : un message vient de lui dire comment en activer un autre.")
                % {"nom": self.cible},
            )
        return redirect("wagtailusers_users:edit", self.cible.pk)
