"""Trames, campaigns, bilans and their answers. Answers, cells, rules and indicators are rows, never columns nor a blob.

The answers of a bilan are read through the rows that its campaign froze: a trame that changes later moves nothing.
"""

from .bilan import Bilan, Feuille, Justification, Modification, Reponse
from .campagne import Campagne, Cellule, Element, IndicateurGele, Prolongation, RegleGelee, SectionGelee
from .publication import ChiffrePublie, Publication
from .trame import Trame

__all__ = [
    "Bilan",
    "Campagne",
    "Cellule",
    "ChiffrePublie",
    "Element",
    "Feuille",
    "IndicateurGele",
    "Justification",
    "Modification",
    "Prolongation",
    "Publication",
    "RegleGelee",
    "Reponse",
    "SectionGelee",
    "Trame",
]
