"""A table as a plain value, and what writes it: the screen, an XLSX workbook, a CSV file."""

from .classeur import Classeur, FeuilleClasseur
from .csv import FichierCsv, deproteger, proteger
from .valeurs import Colonne, LigneDeTableau, Nature, Tableau, Valeur, afficher

__all__ = [
    "Classeur",
    "Colonne",
    "FeuilleClasseur",
    "FichierCsv",
    "LigneDeTableau",
    "Nature",
    "Tableau",
    "Valeur",
    "afficher",
    "deproteger",
    "proteger",
]
