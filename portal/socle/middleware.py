"""What stands before every view: one content security policy, and a gated space closed by default."""

from urllib.parse import urlsplit

from csp.constants import SELF, UNSAFE_INLINE
from csp.middleware import CSPMiddleware
from csp.utils import DIRECTIVES_T
from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.shortcuts import resolve_url
from django.utils.cache import add_never_cache_headers

PREFIXE_ADMIN = "/cms/"


class PolitiqueDeSecuriteMiddleware(CSPMiddleware):
    """The strict policy everywhere; a looser one for Wagtail's back office, which writes inline styles and scripts."""

    def get_policy_parts(self, request, response, report_only=False):
        """Policy of this response; only the paths of the back office get inline code and image previews."""
        parties = super().get_policy_parts(request, response, report_only)
        if report_only:
            return parties
        remplacees = dict(parties.replace or {})
        if request.path.startswith(PREFIXE_ADMIN):
            remplacees |= _ASSOUPLISSEMENT_ADMIN
        if settings.PORTAIL_CARTE_TUILES:
            # The only images from elsewhere; Leaflet puts an empty one (data:) in the place of a tile that it drops.
            permises = [*remplacees.get("img-src", [SELF, "data:"]), origine_des_tuiles(settings.PORTAIL_CARTE_TUILES)]
            remplacees["img-src"] = permises
        parties.replace = remplacees
        return parties


_ASSOUPLISSEMENT_ADMIN: DIRECTIVES_T = {
    "script-src": [SELF, UNSAFE_INLINE],
    "style-src": [SELF, UNSAFE_INLINE],
    "img-src": [SELF, "blob:", "data:"],
}


def origine_des_tuiles(adresse: str) -> str:
    """Where tiles come from, as a policy names it: https://*.tuiles.example for https://{s}.tuiles.example/{z}/…"""
    lue = urlsplit(adresse)
    return f"{lue.scheme}://{lue.netloc.replace('{s}', '*')}"


class EspaceFermeMiddleware:
    """Closes every view of the namespace "espace": a visitor is sent to the sign-in page, nothing is cached.

    Which objects a signed-in person may see is the rooms' business (`visibles_par`, 404).
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if self._est_dans_espace(request):
            add_never_cache_headers(response)
        return response

    def process_view(self, request, view_func, view_args, view_kwargs):
        if self._est_dans_espace(request) and not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path(), resolve_url("account_login"))
        return None

    @staticmethod
    def _est_dans_espace(request) -> bool:
        trouve = request.resolver_match
        return trouve is not None and "espace" in trouve.namespaces


class BackOfficeReserveMiddleware:
    """Tells a signed-in person without access to the back office so (403).

    Wagtail would send them to the sign-in page, which sends signed-in people back where they came from: a loop.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view_func, view_args, view_kwargs):
        if (
            request.path.startswith(PREFIXE_ADMIN)
            and request.user.is_authenticated
            and not request.user.has_perm("wagtailadmin.access_admin")
        ):
            raise PermissionDenied
        return None
