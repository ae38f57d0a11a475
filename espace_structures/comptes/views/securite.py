"""The drawing that an authenticator application reads."""

from allauth.mfa.adapter import get_adapter
from allauth.mfa.totp.internal.auth import SECRET_SESSION_KEY
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe


@require_safe
def code_qr(request: HttpRequest) -> HttpResponse:
    """The code of the secret under way in this session, as an image: the policy lets no drawing stand in the page."""
    secret = request.session.get(SECRET_SESSION_KEY)
    if not secret:
        raise Http404
    adaptateur = get_adapter()
    dessin = adaptateur.build_totp_svg(adaptateur.build_totp_url(request.user, secret))
    return HttpResponse(dessin, content_type="image/svg+xml")
