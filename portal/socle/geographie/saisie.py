"""What people type to name a commune, taken apart: « 93100 Montreuil », « Montreuil (93) », « Paris 11e »."""

import re
from typing import NamedTuple

from ..entrees.textes import normaliser
from .departements import DEPARTEMENTS

LONGUEUR_MAX = 100  # of a text worth looking for: the longest name has 45 letters
NOMBRE_D_ARRONDISSEMENTS = {"paris": 20, "lyon": 9, "marseille": 16}

_ENTRE_PARENTHESES = re.compile(r"\(\s*(\d{5}|\d{2,3}|2[abAB])\s*\)")
_CODE_POSTAL = re.compile(r"\b(\d{5})\b")
_CODE_EN_DEUX = re.compile(r"(?<!\d)(\d{2})\s(\d{3})(?!\d)")  # « 93 100 »
_DEBUT_DE_CODE = re.compile(r"\d{2,5}")
_ARRONDISSEMENT = re.compile(r"(paris|lyon|marseille) 0?(\d{1,2})(?:er?|eme|ere)?(?: arr(?:ondissement)?)?")
_DEPARTEMENT_A_LA_FIN = re.compile(r"(.+) (\d{2,3}|2[ab])")


class Demande(NamedTuple):
    """What is looked for."""

    mots: str = ""  # normalised
    code_postal: str = ""  # whole, or its beginning
    departements: tuple[str, ...] = ()  # empty: anywhere


def lire(texte: str) -> Demande:
    """Takes a text apart; empty when there is nothing to look for."""
    texte = _CODE_EN_DEUX.sub(r"\1\2", texte[:LONGUEUR_MAX])
    if _DEBUT_DE_CODE.fullmatch(texte.strip()):
        return Demande(code_postal=texte.strip(), departements=_du_code_postal(texte.strip()))
    reste, code = _retirer_le_code(texte)
    mots = re.sub(r" cedex( \d+)?$", "", normaliser(reste))
    arrondissement = _ARRONDISSEMENT.fullmatch(mots)
    if arrondissement and 1 <= int(arrondissement[2]) <= NOMBRE_D_ARRONDISSEMENTS[arrondissement[1]]:
        mots = f"{arrondissement[1]} {int(arrondissement[2])}{'er' if int(arrondissement[2]) == 1 else 'e'}"
    elif not code:
        mots, code = _retirer_le_departement(mots)
    if len(code) == 5:
        return Demande(mots, code, _du_code_postal(code))
    return Demande(mots, "", (code,) if code else ())


def _retirer_le_code(texte: str) -> tuple[str, str]:
    """The text without its postcode or its département in brackets, and that code."""
    for motif in (_ENTRE_PARENTHESES, _CODE_POSTAL):
        trouve = motif.search(texte)
        if trouve and (len(trouve[1]) == 5 or trouve[1].upper() in DEPARTEMENTS):
            return texte[: trouve.start()] + " " + texte[trouve.end() :], trouve[1].upper()
    return texte, ""


def _retirer_le_departement(mots: str) -> tuple[str, str]:
    trouve = _DEPARTEMENT_A_LA_FIN.fullmatch(mots)
    if trouve and trouve[2].upper() in DEPARTEMENTS:
        return trouve[1], trouve[2].upper()
    return mots, ""


def _du_code_postal(code: str) -> tuple[str, ...]:
    """Départements that a postcode announces; empty when it says nothing known."""
    if code.startswith("20"):
        return ("2A", "2B")
    debut = code[:3] if code.startswith("97") else code[:2]
    return (debut,) if debut in DEPARTEMENTS else ()
