"""Forms shared by the rooms: numbers as people write them, tables and questions as crispy-forms layout objects."""

from .champs import ChoixField, JourField, NombreField, TexteField
from .nombres import NombreIllisible, ecrire_saisie, lire_nombre
from .tableaux import Colonne, Controle, Ligne, Question, QuestionLayout, Somme, TableauLayout

__all__ = [
    "ChoixField",
    "Colonne",
    "Controle",
    "JourField",
    "Ligne",
    "NombreField",
    "NombreIllisible",
    "Question",
    "QuestionLayout",
    "Somme",
    "TableauLayout",
    "TexteField",
    "ecrire_saisie",
    "lire_nombre",
]
