"""Opening an account: its owner receives a link to choose a password; nobody else ever knows it."""

from allauth.account import app_settings
from allauth.account.models import EmailAddress
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from portal.socle.courriels import adresse_absolue, envoyer

from ..models import Compte


def lien_mot_de_passe(compte: Compte, *, langue: str) -> str:
    """Absolute address where the owner of the account chooses a password; used once, valid a few days."""
    cle = app_settings.PASSWORD_RESET_TOKEN_GENERATOR().make_token(compte)
    with translation.override(langue):
        chemin = reverse("account_reset_password_from_key", kwargs={"uidb36": user_pk_to_url_str(compte), "key": cle})
    return adresse_absolue(chemin)


def inviter(compte: Compte) -> None:
    """Sends, once the transaction is kept, the mail that says the account is open and how to sign in."""
    langue = settings.LANGUAGE_CODE
    with translation.override(langue):
        bouton = _("Choisir mon mot de passe")
    contexte = {
        "nom": str(compte),
        "adresse": compte.email,
        "jours": settings.PASSWORD_RESET_TIMEOUT // 86_400,
        "bouton_url": lien_mot_de_passe(compte, langue=langue),
        "bouton_texte": bouton,
    }
    envoyer("courriels/compte_ouvert", [compte.email], contexte, langue=langue)


def oublier_anciennes_adresses(compte: Compte) -> None:
    """Forgets the addresses that the sign-in knew for this account before its address changed."""
    EmailAddress.objects.filter(user=compte).exclude(email=compte.email).delete()
