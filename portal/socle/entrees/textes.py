"""Texts as they are kept, and as they are compared."""

import re
import unicodedata

# What a copy brings and nobody sees: NUL, soft hyphen, zero-width space, marks of direction, tags… Neither the two
# joiners, which are letters' own in some scripts and in emoji, nor the few signs of this category that are seen.
_INVISIBLES = re.compile(
    "[\x00\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff\ufff9-\ufffb"
    "\U000e0001\U000e0020-\U000e007f]"
)

_LIGATURES = str.maketrans({"œ": "oe", "Œ": "oe", "æ": "ae", "Æ": "ae", "ß": "ss"})
_ABREGES = {"st": "saint", "ste": "sainte", "sts": "saints", "stes": "saintes"}


def nettoyer(texte: str) -> str:
    """The text as it is kept: composed (NFC), without NUL nor invisible characters; spaces and lines stay as typed."""
    if texte.isascii():
        return texte.replace("\x00", "")
    return _INVISIBLES.sub("", unicodedata.normalize("NFC", texte))


def nettoyer_html(html: str) -> str:
    """The same for HTML, between its signs: composed with what follows it, « < » would open no tag."""
    return re.sub("[^<>]+", lambda texte: nettoyer(texte[0]), html)


APOSTROPHES, TIRETS = "’‘ʼ", "-‐‑–—"
SIGNES_VOISINS = str.maketrans(APOSTROPHES + TIRETS, "'" * len(APOSTROPHES) + " " * len(TIRETS))


def sans_accents(texte: str) -> str:
    """In small letters without accents: what search looks for and looks in.

    Spaces and signs stay, but for those that keyboards write in several ways: apostrophes are straight, hyphens spaces.
    """
    decompose = unicodedata.normalize("NFKD", texte.translate(_LIGATURES).casefold()).translate(SIGNES_VOISINS)
    return "".join(signe for signe in decompose if not unicodedata.combining(signe))


def plier(texte: str) -> str:
    """Small letters and digits alone, without accents: two writings of the same heading or name fold alike."""
    return " ".join(re.findall(r"[^\W_]+", sans_accents(texte)))


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
