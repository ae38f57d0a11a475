"""Where things are: départements, communes, distances.

What the rooms use stands here; the search of communes is in `communes`, distances in `distance`, the form field in
`formulaire`.
"""

from .departements import (
    CHOIX_DEPARTEMENTS,
    DEPARTEMENTS,
    REGIONS,
    chemin_departement,
    departements_de_la_region,
    nom_departement,
)
from .modeles import CommuneField, DepartementField

__all__ = [
    "CHOIX_DEPARTEMENTS",
    "DEPARTEMENTS",
    "REGIONS",
    "CommuneField",
    "DepartementField",
    "chemin_departement",
    "departements_de_la_region",
    "nom_departement",
]
