from .action import ActionPage, ChiffreAction, DepartementAction, PhotoAction, TemoignageAction
from .annuaire import AnnuairePage
from .fiche import Antenne, FichePage
from .galerie import GaleriePage
from .mediatheque import Mediatheque
from .moderation import ReglagesModeration, TacheDeModeration
from .publics import Public
from .suivi import Fraicheur, Interet, Signalement

__all__ = [
    "ActionPage",
    "AnnuairePage",
    "Antenne",
    "ChiffreAction",
    "DepartementAction",
    "FichePage",
    "Fraicheur",
    "GaleriePage",
    "Interet",
    "Mediatheque",
    "PhotoAction",
    "Public",
    "ReglagesModeration",
    "Signalement",
    "TacheDeModeration",
    "TemoignageAction",
]
