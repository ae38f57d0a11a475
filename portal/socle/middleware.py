"""What stands before every view: one content security policy, and a gated space closed by default."""

from csp.constants import SELF, UNSAFE_INLINE
from csp.middleware import CSPMiddleware
from csp.utils import DIRECTIVES_T
from django.contrib.auth.views import redirect_to_login
from django.shortcuts import resolve_url
from django.utils.cache import add_never_cache_headers


class PolitiqueDeSecuriteMiddleware(CSPMiddleware):
    """The strict policy everywhere; a looser one for Wagtail's back office, which writes inline styles and scripts."""

    PREFIXE_ADMIN = "/cms/"

    def get_policy_parts(self, request, response, report_only=False):
        """Policy of this response; only the paths of the back office get inline code and image previews."""
        parties = super().get_policy_parts(request, response, report_only)
        if not report_only and request.path.startswith(self.PREFIXE_ADMIN):
            parties.replace = (parties.replace or {}) | _ASSOUPLISSEMENT_ADMIN
        return parties


_ASSOUPLISSEMENT_ADMIN: DIRECTIVES_T = {
    "script-src": [SELF, UNSAFE_INLINE],
    "style-src": [SELF, UNSAFE_INLINE],
    "img-src": [SELF, "blob:", "data:"],
}


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
