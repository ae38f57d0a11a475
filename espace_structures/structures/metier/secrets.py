"""The secret of an invitation: drawn at random, written in the mail, never kept."""

from hashlib import sha256
from secrets import token_urlsafe


def tirer() -> tuple[str, str]:
    """A new secret and its digest; the digest alone goes to the database."""
    secret = token_urlsafe(32)
    return secret, empreinte(secret)


def empreinte(secret: str) -> str:
    """Digest under which an invitation is found. A secret of 256 random bits needs neither salt nor slowness."""
    return sha256(secret.encode()).hexdigest()


def masquer(courriel: str) -> str:
    """An address that its owner recognises and nobody else can use: "c…@e…"."""
    nom, _arobase, domaine = courriel.partition("@")
    return f"{nom[:1]}…@{domaine[:1]}…"
