"""Two doors before the screens: the second factor of those who must have one, and help in another's place."""

from http import HTTPStatus

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.socle.middleware import PREFIXE_ADMIN

from .exigences import a_un_second_facteur, doit_avoir_un_second_facteur, peut_retirer_un_second_facteur
from .journal import au_nom_de
from .metier.assistance import peut_continuer, terminer
from .models import Assistance
from .session import ASSISTANCE, a_prouve_un_second_facteur, est_en_assistance

RETRAITS = {"mfa_deactivate_totp", "mfa_remove_webauthn"}
# What is needed to set the second factor up, and the way out of the back office.
TOUJOURS_OUVERTES = {"compte_code_qr", "wagtailadmin_logout"}
# How one signs in is the person's business: closed to whoever is there in their place.
ECRANS_DU_COMPTE = ("account_", "mfa_", "socialaccount_", "proconnect_", "compte_", "wagtailadmin_account")
SORTIES = {"account_logout", "wagtailadmin_logout"}


def _nom(request: HttpRequest) -> str:
    trouve = request.resolver_match
    return (trouve.url_name if trouve else None) or ""


class SecondFacteurMiddleware:
    """Leads to the security page whoever must have a second factor and has none; keeps the last one from going."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view_func, view_args, view_kwargs) -> HttpResponse | None:
        if not settings.PORTAIL_SECOND_FACTEUR_OBLIGATOIRE or est_en_assistance(request):
            return None
        if _nom(request) in RETRAITS:
            return self._garder_le_dernier(request)
        if self._est_concernee(request) and self._manque(request):
            return redirect("mfa_index")
        return None

    @staticmethod
    def _est_concernee(request: HttpRequest) -> bool:
        if _nom(request) in TOUJOURS_OUVERTES or not request.user.is_authenticated:
            return False
        return "espace" in request.resolver_match.namespaces or request.path.startswith(PREFIXE_ADMIN)

    @staticmethod
    def _manque(request: HttpRequest) -> bool:
        compte = request.user
        return (
            doit_avoir_un_second_facteur(compte)
            and not a_un_second_facteur(compte)
            and not a_prouve_un_second_facteur(request)
        )

    @staticmethod
    def _garder_le_dernier(request: HttpRequest) -> HttpResponse | None:
        if not request.user.is_authenticated or peut_retirer_un_second_facteur(request.user):
            return None
        messages.error(
            request,
            _(
                "Votre rôle demande un second facteur : le dernier ne se retire pas. "
                "Ajoutez d’abord celui qui le remplacera."
            ),
        )
        return redirect("mfa_index")


class AssistanceMiddleware:
    """While the support is signed in as a person: marks the log, closes their account screens, ends it when due."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        # A visitor without a session keeps none: the page cache counts on it.
        if settings.SESSION_COOKIE_NAME not in request.COOKIES or not est_en_assistance(request):
            return self.get_response(request)
        assistance = self._assistance(request)
        le = timezone.now()
        if assistance is None or not request.user.is_authenticated or not peut_continuer(assistance, le=le):
            return self._interrompre(request, assistance, le)
        request.assistance = assistance
        with au_nom_de(assistance):
            reponse = self.get_response(request)
        if not est_en_assistance(request):  # back to one's own account, or signed out
            terminer(assistance, le=timezone.now())
        return reponse

    def process_view(self, request: HttpRequest, view_func, view_args, view_kwargs) -> HttpResponse | None:
        nom = _nom(request)
        if hasattr(request, "assistance") and nom.startswith(ECRANS_DU_COMPTE) and nom not in SORTIES:
            return render(request, "comptes/ferme.html", status=HTTPStatus.FORBIDDEN)
        return None

    @staticmethod
    def _assistance(request: HttpRequest) -> Assistance | None:
        """The one that the session names; None when nothing is known of it, and then nothing is let through."""
        return Assistance.objects.select_related("par", "compte").filter(pk=request.session.get(ASSISTANCE)).first()

    @staticmethod
    def _interrompre(request: HttpRequest, assistance: Assistance | None, le) -> HttpResponse:
        if assistance is not None:
            terminer(assistance, le=le)
        logout(request)
        messages.warning(
            request, _("La connexion d’assistance est terminée. Reconnectez-vous avec votre propre compte.")
        )
        return redirect("account_login")
