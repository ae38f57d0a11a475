"""The words of the anomalies: figures written the French way, messages of the trame, names of what is cited."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal, localcontext

from django.utils.translation import gettext as _

from ..definition import DefinitionTrame, Question, Tableau
from ..expressions import analyser

_MILLIERS = "\u202f"  # narrow no-break space
_PLACE = re.compile(r"\{(\w+)\}")


def nombre(valeur: Decimal | None) -> str:
    """« 1 234,5 »: whole numbers without decimals, others with two at most; « non renseigné » for no answer."""
    if valeur is None:
        return _("non renseigné")
    return _a_la_francaise(_arrondi(valeur, 2).rstrip("0").rstrip("."))


def pourcentage(quotient: Decimal, *, signe: bool = False) -> str:
    """« 43,5 % » for 0.435; with `signe`, « +43,5 % »: a change is read with its direction."""
    texte = _arrondi(quotient * 100, 1).removesuffix(".0")
    prefixe = "+" if signe and quotient > 0 else ""
    return f"{prefixe}{_a_la_francaise(texte)}\u00a0%"


def _arrondi(valeur: Decimal, decimales: int) -> str:
    """Rounded half up by formatting, which no number of digits can make fail."""
    with localcontext(rounding=ROUND_HALF_UP):
        texte = f"{valeur:,.{decimales}f}"
    return texte.removeprefix("-") if not texte.strip("-0.") else texte


def _a_la_francaise(texte: str) -> str:
    return texte.replace(",", _MILLIERS).replace(".", ",").replace("-", "−")


def rediger(message: str, places: Mapping[str, str]) -> str:
    """The message of a rule, its placeholders replaced. What it does not know stays as written: it never fails."""
    return _PLACE.sub(lambda trouvee: places.get(trouvee[1], trouvee[0]), message)


def nommer(expression: str, definition: DefinitionTrame) -> str:
    """What an expression reads, in words: « C2 – Âge à l’entrée », « C4 – Territoire, QPV », « B1 – … + B2 – … »."""
    morceaux: list[str] = []
    for terme in analyser(expression, definition):
        liaison = ("" if terme.signe > 0 else "− ") if not morceaux else ("+ " if terme.signe > 0 else "− ")
        morceaux.append(liaison + _nommer_reference(terme.reference, definition))
    return " ".join(morceaux)


def _nommer_reference(reference: str, definition: DefinitionTrame) -> str:
    nom, *reste = reference.split(".")
    element = definition.elements.get(nom)
    if element is None:
        return reference
    details = []
    if isinstance(element, Tableau):
        lignes = {ligne.code: ligne.libelle for ligne in element.lignes}
        colonnes = {colonne.code: colonne.libelle for colonne in element.colonnes}
        details = [
            libelles[code] for code, libelles in zip(reste, (lignes, colonnes), strict=False) if code in libelles
        ]
    return ", ".join([nommer_element(element), *details])


def nommer_element(element: Tableau | Question) -> str:
    """« C2 – Âge à l’entrée »."""
    return f"{element.code} – {element.titre if isinstance(element, Tableau) else element.libelle}"
