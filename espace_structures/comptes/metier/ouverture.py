"""Opening an account: its owner receives a link to choose a password; nobody else ever knows it."""

from allauth.account import app_settings
from allauth.account.models import EmailAddress
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from ..models import Compte


def lien_mot_de_passe(compte: Compte) -> str:
    """Absolute address where the owner of the account chooses a password; used once, valid a few days."""
    cle = app_settings.PASSWORD_RESET_TOKEN_GENERATOR().make_token(compte)
    with translation.override(settings.LANGUAGE_CODE):
        chemin = reverse("account_reset_password_from_key", kwargs={"uidb36": user_pk_to_url_str(compte), "key": cle})
    return settings.WAGTAILADMIN_BASE_URL.rstrip("/") + chemin


def oublier_anciennes_adresses(compte: Compte) -> None:
    """Forgets the addresses that the sign-in knew for this account before its address changed."""
    EmailAddress.objects.filter(user=compte).exclude(email=compte.email).delete()


def inviter(compte: Compte) -> None:
    """Sends, once the transaction is kept, the mail that says the account is open and how to sign in."""
    contexte = {
        "compte": compte,
        "lien": lien_mot_de_passe(compte),
        "jours": settings.PASSWORD_RESET_TIMEOUT // 86_400,
        "NOM_PORTAIL": settings.WAGTAIL_SITE_NAME,
    }
    message = EmailMessage(
        subject=_("Votre compte sur le portail %(portail)s") % {"portail": settings.WAGTAIL_SITE_NAME},
        body=render_to_string("courriels/compte_ouvert.txt", contexte),
        to=[compte.email],
    )
    transaction.on_commit(message.send)
