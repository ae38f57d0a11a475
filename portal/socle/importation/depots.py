"""A file kept between its preview and its confirmation: in the cache, for an hour, under a secret that is signed."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass

from django.core import signing
from django.core.cache import cache

DUREE = 3600
PAS = 20  # lines between two words about progress
_SEL = "importation"


@dataclass(frozen=True)
class Depot:
    """What was sent, by its name and its bytes."""

    nom: str
    octets: bytes


def deposer(depot: Depot, *, genre: str, compte: int | None) -> str:
    """Keep the file; gives the token that only this account may use, for this kind of import."""
    cle = secrets.token_urlsafe(32)
    cache.set(_cle(cle), depot, DUREE)
    return signing.dumps([cle, genre, compte], salt=_SEL)


def retrouver(jeton: str, *, genre: str, compte: int | None) -> Depot | None:
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


# --- How far the writing is ------------------------------------------------------------------------------------------


def dire_l_avancement(jeton: str, faites: int, total: int) -> None:
    """Lines written so far: told outside the transaction that writes them, now and then."""
    if faites % PAS == 0 or faites == total:
        cache.set(_avancement(jeton), {"faites": faites, "total": total}, DUREE)


def avancement(jeton: str) -> dict[str, int]:
    """Lines written and lines to write; empty when nothing is being written."""
    return cache.get(_avancement(jeton)) or {}


def _avancement(jeton: str) -> str:
    return f"importation:avancement:{hashlib.sha256(jeton.encode()).hexdigest()}"
