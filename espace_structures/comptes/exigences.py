"""Who must have a second factor. The rooms above say of whom they require it; this one only asks them."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from allauth.mfa.models import Authenticator
from django.conf import settings

if TYPE_CHECKING:
    from .models import Compte

Predicat = Callable[["Compte"], bool]

# A recovery code helps out once: it is no second factor by itself.
SECONDS_FACTEURS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
_predicats: list[Predicat] = []


def exiger_second_facteur_de(predicat: Predicat) -> None:
    """From now on, accounts for which the predicate holds must have a second factor. Called when a room is ready."""
    if predicat not in _predicats:
        _predicats.append(predicat)


def doit_avoir_un_second_facteur(compte: Compte) -> bool:
    """Whether this account must have one: administrators, and those of whom a room requires it."""
    if not settings.PORTAIL_SECOND_FACTEUR_OBLIGATOIRE or not compte.is_active:
        return False
    return compte.is_superuser or any(predicat(compte) for predicat in _predicats)


def seconds_facteurs(compte: Compte):
    """The second factors of this account: authenticator application, passkeys."""
    return Authenticator.objects.filter(user_id=compte.pk, type__in=SECONDS_FACTEURS)


def a_un_second_facteur(compte: Compte) -> bool:
    return seconds_facteurs(compte).exists()


def peut_retirer_un_second_facteur(compte: Compte) -> bool:
    """Whether one may go: those who must have a second factor keep at least one."""
    return not doit_avoir_un_second_facteur(compte) or seconds_facteurs(compte).count() > 1
