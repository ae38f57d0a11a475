from .action import ActionPage, ChiffreAction, DepartementAction, GaleriePage, PhotoAction, TemoignageAction
from .fiche import AnnuairePage, Antenne, FichePage
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
    "PhotoAction",
    "Public",
    "Signalement",
    "TemoignageAction",
]
