"""Forms shared by the rooms: numbers as people write them, tables and questions as crispy-forms layout objects."""

from ..entrees.nombres import NombreIllisible, ecrire_saisie, lire_nombre
from .champs import ChoixField, TexteField
from .coordonnees import CourrielField, CourrielInput, RnaField, SiretField, TelephoneField
from .elements import Colonne, Controle, Entourage, Question, Rangee, Somme
from .jours import DateField, HeureField, InstantField, JourField, JourInput
from .nombres import EUROS, DegresField, EntierField, NombreField
from .questions import QuestionLayout
from .tableaux import TableauLayout

__all__ = [
    "EUROS",
    "ChoixField",
    "Colonne",
    "Controle",
    "CourrielField",
    "CourrielInput",
    "DateField",
    "DegresField",
    "EntierField",
    "Entourage",
    "HeureField",
    "InstantField",
    "JourField",
    "JourInput",
    "NombreField",
    "NombreIllisible",
    "Question",
    "QuestionLayout",
    "Rangee",
    "RnaField",
    "SiretField",
    "Somme",
    "TableauLayout",
    "TelephoneField",
    "TexteField",
    "ecrire_saisie",
    "lire_nombre",
]
