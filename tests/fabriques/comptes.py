"""Accounts for the tests, with a second factor when asked."""

import time

import factory
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value

from espace_structures.comptes.models import Compte

MOT_DE_PASSE = "un mot de passe assez long"


class CompteFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Compte
        skip_postgeneration_save = True

    email = factory.Sequence(lambda n: f"personne{n}@exemple.fr")
    first_name = "Camille"
    last_name = factory.Sequence(lambda n: f"Durand {n}")

    @classmethod
    def _create(cls, model_class, *args, **kwargs):
        return model_class.objects.create_user(kwargs.pop("email"), kwargs.pop("password", MOT_DE_PASSE), **kwargs)


def avec_application(compte: Compte) -> str:
    """Gives the account an authenticator application and recovery codes; returns the secret of the application."""
    secret = generate_totp_secret()
    TOTP.activate(compte, secret)
    RecoveryCodes.activate(compte)
    return secret


def code_de(secret: str, *, decalage: int = 0) -> str:
    """The six digits that the application shows now, or `decalage` half-minutes later: a code serves only once."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + decalage))
