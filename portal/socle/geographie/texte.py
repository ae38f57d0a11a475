"""Names of places as they are compared: without accents, case, hyphens or the many ways to write « saint »."""

import re
import unicodedata

_LIGATURES = str.maketrans({"œ": "oe", "Œ": "oe", "æ": "ae", "Æ": "ae", "ß": "ss"})
_ABREGES = {"st": "saint", "ste": "sainte", "sts": "saints", "stes": "saintes"}


def normaliser(texte: str) -> str:
    """Words in small letters without accents, one space between two: « L’Haÿ-les-Roses » gives « l hay les roses »."""
    sans_ligature = re.sub(r"(?i)\bs/", "sur ", texte.translate(_LIGATURES))
    decompose = unicodedata.normalize("NFD", sans_ligature.lower())
    mots = re.findall(r"[a-z0-9]+", "".join(lettre for lettre in decompose if not unicodedata.combining(lettre)))
    return " ".join(_ABREGES.get(mot, mot) for mot in mots)


def resserrer(texte_normalise: str) -> str:
    """The same without spaces: « lhay les roses » and « l’haÿ les roses » meet."""
    return texte_normalise.replace(" ", "")
