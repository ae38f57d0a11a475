"""Secrets of the second factor, unreadable in the database and its backups without the portal's own key."""

import base64
import hashlib

from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings


def _cles() -> MultiFernet:
    """The key that encrypts, then those that SECRET_KEY_FALLBACKS still lets read."""
    sources = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    empreintes = [hashlib.sha256(b"comptes.second-facteur:" + source.encode()).digest() for source in sources]
    return MultiFernet([Fernet(base64.urlsafe_b64encode(empreinte)) for empreinte in empreintes])


def chiffrer(texte: str) -> str:
    return _cles().encrypt(texte.encode()).decode()


def dechiffrer(chiffre: str) -> str:
    return _cles().decrypt(chiffre.encode()).decode()
