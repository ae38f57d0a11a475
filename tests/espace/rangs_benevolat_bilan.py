"""Rows of the access matrix: the proposals to the bilan."""

from espace_structures.bilans.enums import EtatBilan

from .matrice import Rang, selon_le_role

# The trame of the matrix asks nothing of volunteers: for those who may fill the bilan there is no such section.
RANGS = [
    Rang(
        "propositions",
        "get",
        selon_le_role(404, 404, 404, 404, 404, 404, 403, lecteur_structure=403),
        EtatBilan.EN_COURS,
    ),
    Rang(
        "propositions",
        "post",
        selon_le_role(404, 404, 404, 404, 404, 404, 403, lecteur_structure=403),
        EtatBilan.EN_COURS,
    ),
    Rang(
        "propositions",
        "get",
        selon_le_role(404, 404, 404, 403, 403, 404, 403, lecteur_structure=403),
        EtatBilan.TRANSMIS,
    ),
]
