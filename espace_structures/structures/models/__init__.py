from .entrees import DemandeAdhesion, Invitation
from .financeur import Convention, DepartementDuPerimetre, Financeur
from .membres import MembreFinanceur, MembreStructure, Moderateur
from .structure import AncienNom, Implantation, Structure

__all__ = [
    "AncienNom",
    "Convention",
    "DemandeAdhesion",
    "DepartementDuPerimetre",
    "Financeur",
    "Implantation",
    "Invitation",
    "MembreFinanceur",
    "MembreStructure",
    "Moderateur",
    "Structure",
]
