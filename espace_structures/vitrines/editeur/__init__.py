"""The editor of a structure's pages: what it shows, in which order, with which help.

A page type does not know its editor, which is a screen: `installer` hands it over when the application starts.
"""

from ..models import ActionPage, FichePage
from .action import EDITEUR as EDITEUR_ACTION
from .fiche import EDITEUR as EDITEUR_FICHE


def installer() -> None:
    FichePage.edit_handler = EDITEUR_FICHE
    ActionPage.edit_handler = EDITEUR_ACTION
