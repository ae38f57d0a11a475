"""How django-allauth behaves here: nobody opens an account alone, the staff invites."""

import qrcode
from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.conf import settings
from django.shortcuts import redirect, render, resolve_url
from django.utils.crypto import get_random_string
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _
from qrcode.image.svg import SvgPathFillImage

from portal.socle import courrier
from portal.socle.courrier import Destinataire, Lien

from .chiffrement import chiffrer, dechiffrer
from .exigences import peut_retirer_un_second_facteur
from .metier.liaison import LiaisonRefusee, compte_de
from .session import FIN_PROCONNECT, PROCONNECT, retenir_proconnect

# What a person is told by mail when the way they sign in changes; the library's names of its mails.
CHANGEMENTS = {
    "account/email/password_changed": _("le mot de passe de votre compte a été changé"),
    "account/email/password_reset": _(
        "le mot de passe de votre compte a été remplacé, par le lien envoyé par courriel"
    ),
    "account/email/password_set": _("un mot de passe a été choisi pour votre compte"),
    "mfa/email/recovery_codes_generated": _("de nouveaux codes de secours remplacent les anciens"),
    "mfa/email/totp_activated": _("une application de codes protège maintenant votre compte"),
    "mfa/email/totp_deactivated": _("l’application de codes de votre compte a été retirée"),
    "mfa/email/webauthn_added": _("une clé d’accès a été ajoutée à votre compte"),
    "mfa/email/webauthn_removed": _("une clé d’accès de votre compte a été retirée"),
    "socialaccount/email/account_connected": _("votre compte est maintenant lié à ProConnect"),
    "socialaccount/email/account_disconnected": _("votre compte n’est plus lié à ProConnect"),
}


class AdaptateurCompte(DefaultAccountAdapter):
    """Sign-in only: accounts are created by the animation régionale."""

    # Refusals that say what to do next, in place of the library's.
    error_messages = DefaultAccountAdapter.error_messages | {
        "account_inactive": _("Ce compte est désactivé. Écrivez à l’animation régionale pour le rouvrir."),
        "email_password_mismatch": _(
            "L’adresse ou le mot de passe ne correspond pas. Vérifiez les deux, "
            "ou choisissez un nouveau mot de passe avec le lien ci-dessous."
        ),
        "enter_current_password": _("Ce n’est pas votre mot de passe actuel. Saisissez-le de nouveau."),
        "incorrect_password": _("Ce n’est pas votre mot de passe. Saisissez-le de nouveau."),
        "invalid_password_reset": _("Ce lien n’est plus valable. Demandez-en un nouveau."),
        "rate_limited": _("Vous avez fait trop de demandes en peu de temps. Patientez quelques minutes."),
        "too_many_login_attempts": _(
            "Trop d’essais sans succès. Patientez cinq minutes, ou choisissez un nouveau mot de passe."
        ),
    }
    libelles_de_confirmation = {
        "reauthenticate": _("Avec mon mot de passe"),
        "mfa_reauthenticate": _("Avec un code de mon application, ou un code de secours"),
        "mfa_reauthenticate:webauthn": _("Avec ma clé d’accès"),
    }

    def is_open_for_signup(self, request) -> bool:
        return False

    def get_login_stages(self) -> list[str]:
        propre = "espace_structures.comptes.proconnect.EtapeSecondFacteur"
        return [propre if etape.endswith("AuthenticateStage") else etape for etape in super().get_login_stages()]

    def get_reauthentication_methods(self, user) -> list[dict]:
        return [
            methode | {"description": self.libelles_de_confirmation[methode["id"]]}
            for methode in super().get_reauthentication_methods(user)
        ]

    def post_login(self, request, user, *, signal_kwargs, **autres):
        reponse = super().post_login(request, user, signal_kwargs=signal_kwargs, **autres)
        par_proconnect = (signal_kwargs or {}).get("sociallogin")
        if par_proconnect is not None:
            etat = par_proconnect.state
            retenir_proconnect(request, jeton=etat["jeton"], double_facteur=etat["double_facteur"])
        return reponse

    def logout(self, request) -> None:
        """Ends the session here; a session begun at ProConnect then ends there too, on the page that comes next."""
        jeton = request.session.get(PROCONNECT, {}).get("jeton")
        super().logout(request)
        if jeton:
            request.session[FIN_PROCONNECT] = jeton

    def get_logout_redirect_url(self, request) -> str:
        if request.session.get(PROCONNECT):
            return resolve_url("proconnect_fin")
        return super().get_logout_redirect_url(request)

    def send_notification_mail(self, template_prefix, user, context=None, email=None) -> None:
        """In our words and our layout, on commit, to the address of the account."""
        fait = CHANGEMENTS.get(template_prefix)
        if fait is None:
            return
        courrier.envoyer("comptes.securite", a=user, nom=user, fait=fait, ip=self.get_client_ip(self.request))

    def send_password_reset_mail(self, user, email, context) -> None:
        """The link is in the language of the account, whatever the screen's."""
        lien = Lien("account_reset_password_from_key", context["uid"], context["key"])
        courrier.envoyer("comptes.mot_de_passe_oublie", a=user, lien=lien)

    def send_mail(self, template_prefix, email, context) -> None:
        """The library's other mails go through the door of the courier as they are."""
        if template_prefix == "account/email/unknown_account":
            courrier.envoyer("comptes.adresse_inconnue", a=Destinataire(email, get_language() or ""), email=email)
        else:
            super().send_mail(template_prefix, email, context)


class AdaptateurSecondFacteur(DefaultMFAAdapter):
    """Our sentences, keys with French names, secrets encrypted in the database."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "cannot_delete_authenticator": _("Votre rôle demande un second facteur : le dernier ne se retire pas."),
        "cannot_generate_recovery_codes": _(
            "Les codes de secours viennent avec un second facteur : activez d’abord une application ou une clé d’accès."
        ),
        "incorrect_code": _("Ce code n’est pas le bon, ou il a déjà servi. Attendez le suivant et saisissez-le."),
    }

    def encrypt(self, text: str) -> str:
        return chiffrer(text)

    def decrypt(self, encrypted_text: str) -> str:
        return dechiffrer(encrypted_text)

    def build_totp_svg(self, url: str) -> str:
        # White paper behind the drawing, in the dark theme too: telephones read it so.
        return qrcode.make(url, image_factory=SvgPathFillImage).to_string(encoding="unicode")

    def can_delete_authenticator(self, authenticator) -> bool:
        return peut_retirer_un_second_facteur(authenticator.user)

    def generate_authenticator_name(self, user, type) -> str:
        nombre = Authenticator.objects.filter(user_id=user.pk, type=type).count()
        return gettext("Ma clé d’accès n° %(nombre)d") % {"nombre": nombre + 1} if nombre else gettext("Ma clé d’accès")

    def _get_site_name(self) -> str:
        return settings.WAGTAIL_SITE_NAME


class AdaptateurSocial(DefaultSocialAccountAdapter):
    """ProConnect signs in the people whom the portal knows; it opens no account."""

    def is_open_for_signup(self, request, sociallogin) -> bool:
        return False

    def generate_state_param(self, state: dict) -> str:
        return get_random_string(43)  # ProConnect asks for 32 characters at least

    def pre_social_login(self, request, sociallogin) -> None:
        """Finds whose account it is: by the link kept the first time, else by the address."""
        if sociallogin.is_existing:
            return
        try:
            compte = compte_de(sociallogin.state["courriel"], verifie=sociallogin.state["courriel_verifie"])
        except LiaisonRefusee as refus:
            reponse = render(request, "socialaccount/refus.html", {"refus": refus}, status=403)
            raise ImmediateHttpResponse(reponse) from refus
        if not compte.is_active:
            raise ImmediateHttpResponse(redirect("account_inactive"))
        sociallogin.connect(request, compte)
