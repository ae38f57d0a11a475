"""Texts as they are kept, and as they are compared."""

import re
import unicodedata

# Invisible characters that a copy and paste brings; the two joiners are letters' own in some scripts and emoji.
_JOINTEURS = "\u200c\u200d"

_LIGATURES = str.maketrans({"œ": "oe", "Œ": "oe", "æ": "ae", "Æ": "ae", "ß": "ss"})
_ABREGES = {"st": "saint", "ste": "sainte", "sts": "saints", "stes": "saintes"}


def nettoyer(texte: str) -> str:
    """The text as it is kept: composed (NFC), without NUL nor invisible characters; spaces and lines stay as typed."""
    compose = unicodedata.normalize("NFC", texte)
    return "".join(
        signe for signe in compose if signe != "\x00" and (unicodedata.category(signe) != "Cf" or signe in _JOINTEURS)
    )


def plier(texte: str) -> str:
    """Small letters and digits alone, without accents: two writings of the same heading or name fold alike."""
    decompose = unicodedata.normalize("NFKD", texte.translate(_LIGATURES).casefold())
    lettres = "".join(signe for signe in decompose if not unicodedata.combining(signe))
    return " ".join(re.findall(r"[^\W_]+", lettres))


def normaliser(texte: str) -> str:
    """The name of a place as it is compared, whatever the way to write « saint ».

    Words in small letters without accents, one space between two: « L’Haÿ-les-Roses » gives « l hay les roses ».
    """
    sans_ligature = re.sub(r"(?i)\bs/", "sur ", texte.translate(_LIGATURES))
    decompose = unicodedata.normalize("NFD", sans_ligature.lower())
    mots = re.findall(r"[a-z0-9]+", "".join(lettre for lettre in decompose if not unicodedata.combining(lettre)))
    return " ".join(_ABREGES.get(mot, mot) for mot in mots)


def resserrer(texte_normalise: str) -> str:
    """The same without spaces: « lhay les roses » and « l’haÿ les roses » meet."""
    return texte_normalise.replace(" ", "")
