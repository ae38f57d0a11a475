"""E-mail addresses: cleaned of what a copy and paste brings; a domain that is probably a slip of the finger is told."""

from __future__ import annotations

import re
from itertools import takewhile

from django.core.validators import validate_email

from .textes import nettoyer

# Where people of the field have their mailbox; a company's own domain is on no list, and is left alone.
_COURANTS = (
    "gmail.com",
    "outlook.com",
    "outlook.fr",
    "hotmail.com",
    "hotmail.fr",
    "live.com",
    "live.fr",
    "msn.com",
    "yahoo.com",
    "yahoo.fr",
    "ymail.com",
    "icloud.com",
    "orange.fr",
    "wanadoo.fr",
    "free.fr",
    "sfr.fr",
    "neuf.fr",
    "laposte.net",
    "bbox.fr",
    "numericable.fr",
    "protonmail.com",
    "proton.me",
    "aol.com",
    "gmx.fr",
    "gmx.com",
)
# One letter away from one of those, and yet domains where people do read their mail.
_VOISINS = {"mail.com", "email.com", "googlemail.com", "live.ca", "gmx.net", "gmx.de", "gmx.at", "me.com"}
_CONNUES_FAUSSES = {"gmail.fr": "gmail.com", "icloud.fr": "icloud.com", "laposte.fr": "laposte.net"}


def normaliser_courriel(valeur: str) -> str:
    """The address without spaces, invisible characters, « mailto: » nor brackets; its capitals stay as typed."""
    propre = re.sub(r"\s", "", nettoyer(valeur))
    propre = re.sub(r"^mailto:", "", propre, flags=re.IGNORECASE)
    return propre.removeprefix("<").removesuffix(">").rstrip(".,;")


def lire_courriel(texte: str) -> str:
    """A whole address, cleaned. Raises ValidationError."""
    adresse = normaliser_courriel(texte)
    validate_email(adresse)
    return adresse


def domaine_probable(adresse: str) -> str:
    """The usual domain that was probably meant (« gmail.com » for « zoe@gmail.con »), empty when nothing is odd."""
    domaine = adresse.rpartition("@")[2].lower()
    if not domaine or domaine in _COURANTS or domaine in _VOISINS:
        return ""
    if domaine in _CONNUES_FAUSSES:
        return _CONNUES_FAUSSES[domaine]
    return next((courant for courant in _COURANTS if _a_une_faute(domaine, courant)), "")


def _a_une_faute(tape: str, voulu: str) -> bool:
    """Whether one letter is missing, added, wrong, or two are swapped.

    In a name of three letters, one other letter is another name: only its end may be wrong.
    """
    if len(voulu.partition(".")[0]) <= 3 and tape.partition(".")[0] != voulu.partition(".")[0]:
        return False
    communs = sum(1 for _paire in takewhile(lambda paire: paire[0] == paire[1], zip(tape, voulu, strict=False)))
    reste, attendu = tape[communs:], voulu[communs:]
    if not reste or not attendu:
        return len(reste) + len(attendu) == 1
    return (
        reste[1:] == attendu[1:]
        or reste[1:] == attendu
        or reste == attendu[1:]
        or (reste[:2] == attendu[1::-1] and reste[2:] == attendu[2:])
    )
