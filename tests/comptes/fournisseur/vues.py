"""The library's endpoints; around two of them, ProConnect's habit (a signed userinfo) and the faults tests ask for."""

import json
import time

import jwt
from allauth.account.models import EmailAddress
from allauth.core.internal.jwkkit import load_jwk_from_pem
from allauth.idp.oidc import views
from allauth.idp.oidc.models import Client
from cryptography.hazmat.primitives.asymmetric import rsa
from django.conf import settings
from django.contrib.auth.models import User
from django.http import HttpResponse, JsonResponse
from django.views.decorators.csrf import csrf_exempt

from .adaptateur import HUMEUR


def _signer(dits: dict, *, autre_cle: bool = False, algorithme: str = "RS256") -> str:
    jwk, cle = load_jwk_from_pem(settings.IDP_OIDC_PRIVATE_KEY)
    if autre_cle:
        cle = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    secret = {"RS256": cle, "none": None, "HS256": "un secret que le portail ne connaît pas, assez long"}[algorithme]
    return jwt.encode(dits, secret, algorithm=algorithme, headers={"kid": HUMEUR.get("kid", jwk["kid"])})


@csrf_exempt
def autorisation(request):
    """The way in: the library does not know the parameter `claims`; as ProConnect, only what it asks for is told."""
    request.GET = request.GET.copy()
    if demandes := request.GET.pop("claims", None):
        HUMEUR["demandes"] = list(json.loads(demandes[0]).get("id_token", {}))
    request.META["QUERY_STRING"] = request.GET.urlencode()
    return views.authorization(request)


@csrf_exempt
def jeton(request):
    """The token endpoint: its id_token is altered, then signed again, when a test asks for a fault."""
    reponse = views.token(request)
    contenu = json.loads(reponse.content)
    faute = HUMEUR.get("faute")
    if faute is None or "id_token" not in contenu:
        return reponse
    dits = jwt.decode(contenu["id_token"], options={"verify_signature": False})
    if faute == "expiré":
        dits |= {"iat": time.time() - 7200, "exp": time.time() - 3600}
    elif faute == "autre destinataire":
        dits["aud"] = "un-autre-site"
    elif faute == "autre émetteur":
        dits["iss"] = "https://ailleurs.example"
    elif faute == "autre nonce":
        dits["nonce"] = "x" * 43
    elif faute == "sans nonce":
        del dits["nonce"]
    algorithmes = {"sans signature": "none", "signature à secret partagé": "HS256"}
    contenu["id_token"] = _signer(dits, autre_cle=faute == "signature", algorithme=algorithmes.get(faute, "RS256"))
    if faute == "sans jeton":
        del contenu["id_token"]
    return JsonResponse(contenu)


def personne(request):
    """The userinfo endpoint: the library's answer, as a JWT signed for the client, unless a test wants plain JSON."""
    reponse = views.user_info(request)
    if reponse.status_code != 200 or HUMEUR.get("personne") == "json":
        return reponse
    dits = json.loads(reponse.content) | HUMEUR.get("dits", {})
    dits |= {"iss": settings.FOURNISSEUR_ADRESSE, "aud": Client.objects.get().pk}
    corps = _signer(dits, autre_cle=HUMEUR.get("faute") == "signature de la personne")
    return HttpResponse(corps, content_type="application/jwt")


@csrf_exempt
def regler(request):
    """For the tests alone: the mood, the client and the people of the provider."""
    demande = json.loads(request.body)
    HUMEUR.clear()
    HUMEUR.update(demande.get("humeur", {}))
    if adresses := demande.get("retours"):
        client, _cree = Client.objects.get_or_create(pk="portail", defaults={"name": "Portail", "skip_consent": True})
        client.set_secret("secret-du-portail")
        client.set_scopes(["openid", "email", "given_name", "usual_name", "siret"])
        client.set_redirect_uris(adresses["connexion"])
        client.set_post_logout_redirect_uris(adresses["fin"])
        client.save()
    for courriel in demande.get("personnes", []):
        utilisateur, cree = User.objects.get_or_create(username=courriel, defaults={"email": courriel})
        if cree:
            utilisateur.set_password("proconnect")
            utilisateur.first_name, utilisateur.last_name = "Alix", "Martin"
            utilisateur.save()
            EmailAddress.objects.create(user=utilisateur, email=courriel, verified=True, primary=True)
    for ancienne, nouvelle in demande.get("renommer", {}).items():
        EmailAddress.objects.filter(email=ancienne).update(email=nouvelle)
        User.objects.filter(email=ancienne).update(email=nouvelle)
    return JsonResponse({})
