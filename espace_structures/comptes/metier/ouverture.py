"""Opening an account: by the staff, whose mail lets its owner choose a password, or by its owner from an invitation."""

from datetime import datetime

from allauth.account import app_settings
from allauth.account.models import EmailAddress
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from portal.socle import courrier
from portal.socle.courrier import Lien

from ..models import Compte


class OuvertureRefusee(Exception):
    """The account cannot be opened; the message says why and what to do."""


@transaction.atomic
def ouvrir_compte(*, courriel: str, prenom: str, nom: str, mot_de_passe: str | None, le: datetime) -> Compte:
    """A new account whose owner has just proven the address, by following the link of an invitation.

    Without a password one signs in through ProConnect, or after “Mot de passe oublié”. Refuses an address that already
    has an account: its owner signs in instead. The strength of the password is the form's business.
    """
    adresse = Compte.objects.normalize_email(courriel)
    deja = OuvertureRefusee(
        _("Un compte existe déjà avec l’adresse %(adresse)s : connectez-vous.") % {"adresse": adresse}
    )
    if Compte.objects.filter(email=adresse).exists():
        raise deja
    try:
        with transaction.atomic():
            compte = Compte.objects.create_user(
                adresse, mot_de_passe, first_name=prenom.strip(), last_name=nom.strip(), date_joined=le
            )
    except IntegrityError as erreur:  # opened meanwhile, in another window
        raise deja from erreur
    # An address that another account used to have is now proven to be this person's.
    EmailAddress.objects.filter(email__iexact=adresse).delete()
    EmailAddress.objects.create(user=compte, email=adresse, verified=True, primary=True)
    return compte


def lien_mot_de_passe(compte: Compte) -> Lien:
    """Where the owner of the account chooses a password; used once, valid a few days."""
    cle = app_settings.PASSWORD_RESET_TOKEN_GENERATOR().make_token(compte)
    return Lien("account_reset_password_from_key", user_pk_to_url_str(compte), cle)


def inviter(compte: Compte) -> None:
    """Sends, once the transaction is kept, the mail that says the account is open and how to sign in."""
    courrier.envoyer(
        "comptes.compte_ouvert",
        a=compte,
        nom=compte,
        adresse=compte.email,
        jours=settings.PASSWORD_RESET_TIMEOUT // 86_400,
        portail=settings.WAGTAIL_SITE_NAME,
        lien=lien_mot_de_passe(compte),
    )


def oublier_anciennes_adresses(compte: Compte) -> None:
    """Forgets the addresses that the sign-in knew for this account before its address changed."""
    EmailAddress.objects.filter(user=compte).exclude(email=compte.email).delete()
