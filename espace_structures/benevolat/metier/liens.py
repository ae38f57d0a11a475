"""Signed links: what a mail carries so that a person without account opens what is theirs, and nothing else.

A link holds the key of a row and the version of its links, signed with the date. Raising the version
(`revoquer`) makes every link sent before worthless; a link also dies of age. Reading a link changes nothing: mail
scanners open them all, so only a button does.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from django.core import signing
from django.db.models import F, Model

from portal.socle.courrier import Lien

from ..models import Benevole, DemandeRenouvellement, Entreprise


@dataclass(frozen=True)
class Genre:
    """A kind of link: the rows that it opens, its public address, how long it lives."""

    modele: type[Model]
    sel: str
    adresse: str
    validite: timedelta


SUIVI = Genre(Benevole, "benevolat.suivi", "benevolat:suivi", timedelta(days=180))
RENOUVELLEMENT = Genre(DemandeRenouvellement, "benevolat.renouvellement", "benevolat:renouveler", timedelta(days=180))
ENTREPRISE = Genre(Entreprise, "benevolat.entreprise", "benevolat:entreprise", timedelta(days=400))


def jeton(genre: Genre, objet: Model) -> str:
    """The signed part of the link."""
    return signing.dumps([objet.pk, objet.version_lien], salt=genre.sel)


def lien(genre: Genre, objet: Model) -> Lien:
    """The page, for a mail: its address is written in the language of who receives it."""
    return Lien(genre.adresse, jeton(genre, objet))


def ouvrir(genre: Genre, recu: str) -> Model | None:
    """The row of a link; None when it is false, too old, revoked, or of an erased row."""
    try:
        pk, version = signing.loads(recu, salt=genre.sel, max_age=genre.validite)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    return genre.modele.objects.filter(pk=pk, version_lien=version).first()


def revoquer(objet: Model) -> None:
    """Makes every link of this row sent before worthless."""
    type(objet).objects.filter(pk=objet.pk).update(version_lien=F("version_lien") + 1)
    objet.refresh_from_db(fields=["version_lien"])
