"""ProConnect, the State's OpenID Connect for professionals, as an allauth provider.

What it asks beyond the standard: state and nonce of at least 32 characters, an assurance level (`acr_values`). What it
does otherwise: the userinfo endpoint answers a signed JWT. Every signature is checked, though the tokens come straight
from the provider.
"""

from __future__ import annotations

import functools
import json
from urllib.parse import urlencode

import jwt
import requests
from allauth.mfa.stages import AuthenticateStage
from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.helpers import render_authentication_error
from allauth.socialaccount.models import SocialApp
from allauth.socialaccount.providers.base import AuthProcess
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView, OAuth2LoginView
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from allauth.socialaccount.views import connections
from django.conf import settings
from django.http import Http404
from django.urls import reverse
from django.utils import translation
from django.utils.crypto import constant_time_compare, get_random_string

from .metier.liaison import PROCONNECT as IDENTIFIANT

ALGORITHMES = ["RS256", "ES256"]
PORTEES = ["openid", "email", "given_name", "usual_name", "siret"]
# Assurance levels that only exist with two factors.
NIVEAUX_A_DEUX_FACTEURS = {
    "eidas2",
    "eidas3",
    "https://proconnect.gouv.fr/assurance/self-asserted-2fa",
    "https://proconnect.gouv.fr/assurance/consistency-checked-2fa",
}
DECALAGE = 30  # seconds between two clocks


def est_configure() -> bool:
    """Whether the environment says where ProConnect is and who we are to it."""
    return bool(settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"])


def a_verifie_deux_facteurs(jeton: dict) -> bool:
    """Whether an id_token says that two factors were checked: nothing less spares the local one."""
    methodes = jeton.get("amr")
    return (isinstance(methodes, list) and "mfa" in methodes) or jeton.get("acr") in NIVEAUX_A_DEUX_FACTEURS


class AdaptateurProConnect(OpenIDConnectOAuth2Adapter):
    """The exchange with ProConnect, from the code to the person."""

    def __init__(self, request):
        super().__init__(request, IDENTIFIANT)
        self.etat: dict = {}

    def get_callback_url(self, request, app):
        return request.build_absolute_uri(self.get_provider().get_callback_url())

    def complete_login(self, request, app, token, *, response, **kwargs):
        jeton = self._lire(response.get("id_token"), app.client_id, exige=["iss", "aud", "exp", "iat", "sub", "nonce"])
        if not constant_time_compare(jeton["nonce"], self.etat.get("nonce", "")):
            raise OAuth2Error("The nonce is not the one that was sent")
        personne = self._personne(token.token, app.client_id)
        if personne.get("sub") != jeton["sub"]:
            raise OAuth2Error("The userinfo is about somebody else")
        # The view gives this very dictionary to the sign-in, which may wait there for the local second factor.
        self.etat.update(
            jeton=response["id_token"],
            double_facteur=a_verifie_deux_facteurs(jeton),
            courriel=personne.get("email") or "",
            # ProConnect answers for the addresses of the organisations it federates; it may say that it does not.
            courriel_verifie=personne.get("email_verified", True) is True,
        )
        connexion = self.get_provider().sociallogin_from_response(request, {"userinfo": personne})
        connexion.state = self.etat
        return connexion

    def _personne(self, acces: str, client: str) -> dict:
        """What the userinfo endpoint says: a signed JWT at ProConnect, plain JSON at others."""
        with get_adapter().get_requests_session() as reseau:
            reponse = reseau.get(self.profile_url, headers={"Authorization": f"Bearer {acces}"})
            reponse.raise_for_status()
        if reponse.headers.get("content-type", "").startswith("application/jwt"):
            return self._lire(reponse.text.strip(), client, exige=["iss", "aud", "sub"])
        return reponse.json()

    def _lire(self, jeton: str | None, client: str, *, exige: list[str]) -> dict:
        """Claims of a JWT signed by ProConnect for us; raises OAuth2Error otherwise."""
        try:
            return jwt.decode(
                jeton or "",
                key=self._cle(jwt.get_unverified_header(jeton or "")),
                algorithms=ALGORITHMES,
                audience=client,
                issuer=self.openid_config["issuer"],
                leeway=DECALAGE,
                options={"require": exige},
            )
        except jwt.PyJWTError as erreur:
            raise OAuth2Error("Invalid token") from erreur

    def _cle(self, entete: dict):
        with get_adapter().get_requests_session() as reseau:
            reponse = reseau.get(self.openid_config["jwks_uri"])
            reponse.raise_for_status()
        for cle in jwt.PyJWKSet.from_dict(reponse.json()).keys:
            if cle.key_id == entete.get("kid"):
                return cle
        raise OAuth2Error("Signed with an unknown key")


class FournisseurProConnect(OpenIDConnectProvider):
    oauth2_adapter_class = AdaptateurProConnect
    package = "allauth.socialaccount.providers.openid_connect"

    def get_login_url(self, request, **kwargs):
        adresse = reverse("proconnect_login")
        return f"{adresse}?{urlencode(kwargs)}" if kwargs else adresse

    def get_callback_url(self):
        # One address, whatever the language: it is registered at ProConnect.
        with translation.override(settings.LANGUAGE_CODE):
            return reverse("proconnect_callback")

    def get_oauth2_adapter(self, request):
        return self.oauth2_adapter_class(request)

    def get_default_scope(self):
        return PORTEES

    def get_scope_from_request(self, request):
        return self.get_scope()  # never what the address asks for

    def get_auth_params_from_request(self, request, action):
        # Without being asked, ProConnect does not say how the person proved who they are.
        return {"acr_values": "eidas1", "claims": json.dumps({"id_token": {"amr": {"essential": True}}})}

    def extract_extra_data(self, data):
        """Kept beside the link: nothing but what says which organisation it came through."""
        return {"userinfo": {nom: data["userinfo"].get(nom) for nom in ("sub", "siret")}}

    def redirect(self, request, process, next_url=None, data=None, **kwargs):
        """Sends to ProConnect, always to sign in; a provider that does not answer gives a page, not an error 500."""
        alea = get_random_string(43)
        kwargs["auth_params"] = {**kwargs["auth_params"], "nonce": alea}
        try:
            return super().redirect(request, AuthProcess.LOGIN, next_url, data, nonce=alea, **kwargs)
        except requests.RequestException as erreur:
            return render_authentication_error(request, self, exception=erreur)


def adresse_de_fin(request, jeton: str, *, retour: str) -> str | None:
    """Where ProConnect ends its own session, and comes back from; None when it does not answer or has no such place."""
    try:
        fin = AdaptateurProConnect(request).openid_config.get("end_session_endpoint")
    except (SocialApp.DoesNotExist, requests.RequestException):
        return None
    if not fin:
        return None
    parametres = {"id_token_hint": jeton, "state": get_random_string(43), "post_logout_redirect_uri": retour}
    return f"{fin}?{urlencode(parametres)}"


class EtapeSecondFacteur(AuthenticateStage):
    """The local second factor is asked after ProConnect too, unless ProConnect says it checked two."""

    def _should_handle(self, request) -> bool:
        par_proconnect = (self.login.signal_kwargs or {}).get("sociallogin")
        if par_proconnect is not None and par_proconnect.state.get("double_facteur"):
            return False
        return super()._should_handle(request)


class RetourProConnect(OAuth2CallbackView):
    """The way back: the adapter must know what was kept when leaving, the nonce above all."""

    def _get_state(self, request, provider):
        etat, reponse = super()._get_state(request, provider)
        if etat is not None:
            self.adapter.etat = etat
        return etat, reponse


def _si_configure(vue):
    @functools.wraps(vue)
    def gardee(request, *args, **kwargs):
        try:
            return vue(request, *args, **kwargs)
        except SocialApp.DoesNotExist as erreur:
            raise Http404 from erreur

    return gardee


# What is linked to a provider that is no longer configured cannot be shown: the library would break on it.
liens = _si_configure(connections)
depart = _si_configure(OAuth2LoginView.adapter_view(AdaptateurProConnect))
retour = _si_configure(RetourProConnect.adapter_view(AdaptateurProConnect))
