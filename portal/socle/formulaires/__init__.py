"""Forms shared by the rooms: numbers as people write them, tables and questions as crispy-forms layout objects."""

from ..entrees.nombres import NombreIllisible, ecrire_saisie, lire_nombre
from .champs import ChoixField, JourField, NombreField, TexteField
from .elements import Colonne, Controle, Entourage, Ligne, Question, Somme
from .questions import QuestionLayout
from .tableaux import TableauLayout

__all__ = [
    "ChoixField",
    "Colonne",
    "Controle",
    "Entourage",
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
