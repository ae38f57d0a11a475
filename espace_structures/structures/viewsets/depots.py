"""A file kept between its preview and its confirmation: in the cache, for an hour, under a secret that is signed."""

from __future__ import annotations

import secrets
from dataclasses import dataclass

from django.core import signing
from django.core.cache import cache

DUREE = 3600
_SEL = "structures.importation"


@dataclass(frozen=True)
class Depot:
    """What was sent, by its name and its bytes."""

    nom: str
    octets: bytes


def deposer(depot: Depot, *, genre: str, compte: int) -> str:
    """Keep the file; gives the token that only this account may use, for this kind of import."""
    cle = secrets.token_urlsafe(32)
    cache.set(_cle(cle), depot, DUREE)
    return signing.dumps([cle, genre, compte], salt=_SEL)


def retrouver(jeton: str, *, genre: str, compte: int) -> Depot | None:
    """The file of this token; None when it is someone else's, out of date, or forged."""
    try:
        cle, sien, qui = signing.loads(jeton, salt=_SEL, max_age=DUREE)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    return cache.get(_cle(cle)) if (sien, qui) == (genre, compte) else None


def oublier(jeton: str) -> None:
    """Once written, the file is not kept."""
    cle, _genre, _compte = signing.loads(jeton, salt=_SEL)
    cache.delete(_cle(cle))


def _cle(cle: str) -> str:
    return f"importation:{cle}"
