"""Who a kind of structure accompanies, and with whom: weights, in the order of the rows of the trame.

Invented, plausible, of the order of what regions publish; nobody's data.
"""

from __future__ import annotations

from dataclasses import dataclass, field

LIGNES: dict[str, tuple[str, ...]] = {
    "C2": ("moins_18", "18_21", "22_25", "26_29", "30_44", "45_54", "55_plus", "nr"),
    "C3": ("infra3", "3", "4", "5", "6", "7_8", "nr"),
    "C4": ("QPV", "FRR", "hors_QPV", "nr"),
    "C6": ("DE_moins_12", "DE_12_plus", "NEET", "formation", "emploi", "autre", "nr"),
    "C8": ("FT", "ML", "CAP", "PRIJ", "justice", "association", "spontane", "autre"),
    "D2": ("moins_30", "30_44", "45_59", "60_plus", "nr"),
    "D3": ("en_activite", "retraite", "etudiant", "DE", "autre", "nr"),
    "D4": ("agriculteurs", "artisans", "cadres", "intermediaires", "employes", "ouvriers", "nr"),
    "D6": tuple("ABCDEFGHIJKLMNOPQRSTU"),
    "E1": ("moins_6s", "6s_3m", "3m_6m", "6m_9m", "plus_9m", "nr"),
    "F": tuple(f"F{numero}" for numero in range(1, 17)),
}
SECTEURS = (0, 0, 9, 3, 2, 6, 10, 5, 6, 9, 10, 3, 13, 5, 8, 7, 6, 3, 4, 0, 0)
DUREES = (5, 17, 39, 28, 8, 3)
MOIS_PAR_DUREE = (1.0, 2.2, 4.5, 7.3, 10.8, 4.5)
# CDI, long fixed-term, short fixed-term, two kinds of alternance, two of training… down to the unknown situations.
SORTIES = (20, 18, 10, 9, 4, 7, 4, 3, 2, 2, 2, 9, 4, 2, 2, 2)


@dataclass(frozen=True, kw_only=True)
class Profil:
    """The public and the volunteers of a kind of structure."""

    ages: tuple[int, ...]
    niveaux: tuple[int, ...]
    situations: tuple[int, ...]
    prescripteurs: tuple[int, ...]
    benevoles_ages: tuple[int, ...]
    benevoles_statuts: tuple[int, ...]
    benevoles_categories: tuple[int, ...]
    part_femmes: float = 0.54
    par_benevole: tuple[float, float] = (1.5, 2.4)  # accompanied people for one volunteer
    sorties: tuple[int, ...] = SORTIES
    # Shares of entrants in the rows of C7 that the structure follows; those drawn from other tables are not here.
    parts: dict[str, float] = field(default_factory=dict)
    mecenat: float = 0.0  # share of the cost paid by companies


JEUNES = Profil(
    ages=(3, 34, 40, 15, 5, 1, 0, 2),
    niveaux=(24, 26, 33, 8, 4, 2, 3),
    situations=(34, 14, 30, 8, 9, 3, 2),
    prescripteurs=(9, 62, 1, 9, 2, 7, 8, 2),
    benevoles_ages=(8, 24, 31, 33, 4),
    benevoles_statuts=(58, 33, 3, 3, 1, 2),
    benevoles_categories=(0, 12, 47, 22, 12, 2, 5),
    parts={"BRSA": 0.08, "RQTH": 0.05, "PPSMJ": 0.04, "primo": 0.06, "BPI": 0.03, "ASE": 0.07, "CEJ": 0.55},
)
ADULTES = Profil(
    ages=(0, 3, 8, 14, 43, 21, 9, 2),
    niveaux=(30, 28, 22, 9, 6, 3, 2),
    situations=(22, 58, 4, 5, 8, 2, 1),
    prescripteurs=(46, 6, 3, 1, 2, 22, 12, 8),
    benevoles_ages=(3, 22, 38, 34, 3),
    benevoles_statuts=(55, 38, 0, 4, 1, 2),
    benevoles_categories=(1, 15, 42, 24, 13, 2, 3),
    part_femmes=0.58,
    par_benevole=(1.6, 2.8),
    parts={"BRSA": 0.46, "RQTH": 0.12, "primo": 0.09, "BPI": 0.05},
)
HANDICAP = Profil(
    ages=(0, 6, 12, 16, 36, 19, 9, 2),
    niveaux=(27, 34, 21, 9, 5, 2, 2),
    situations=(30, 52, 3, 5, 8, 1, 1),
    prescripteurs=(30, 6, 46, 1, 1, 8, 6, 2),
    benevoles_ages=(4, 28, 40, 25, 3),
    benevoles_statuts=(68, 25, 0, 4, 1, 2),
    benevoles_categories=(0, 10, 45, 25, 14, 3, 3),
    part_femmes=0.49,
    par_benevole=(1.3, 2.0),
    parts={"BRSA": 0.22, "RQTH": 0.97},
)
DIPLOMES = Profil(
    ages=(0, 5, 41, 42, 9, 1, 0, 2),
    niveaux=(2, 3, 12, 19, 33, 29, 2),
    situations=(62, 16, 9, 6, 5, 1, 1),
    prescripteurs=(34, 15, 1, 7, 0, 20, 21, 2),
    benevoles_ages=(14, 43, 32, 8, 3),
    benevoles_statuts=(90, 6, 0, 2, 1, 1),
    benevoles_categories=(0, 9, 74, 11, 3, 0, 3),
    part_femmes=0.56,
    par_benevole=(1.3, 1.8),
    sorties=(28, 20, 9, 8, 3, 3, 2, 1, 3, 3, 3, 8, 4, 2, 1, 2),
    parts={"BRSA": 0.05, "RQTH": 0.03, "BPI": 0.02, "CEJ": 0.1},
    mecenat=0.22,
)
ENTREPRISES = Profil(
    ages=(0, 18, 30, 22, 20, 6, 2, 2),
    niveaux=(14, 21, 31, 14, 11, 6, 3),
    situations=(44, 24, 12, 8, 8, 2, 2),
    prescripteurs=(38, 31, 3, 6, 1, 11, 8, 2),
    benevoles_ages=(7, 39, 43, 8, 3),
    benevoles_statuts=(93, 4, 0, 0, 1, 2),
    benevoles_categories=(0, 31, 48, 12, 5, 1, 3),
    part_femmes=0.5,
    par_benevole=(1.3, 2.1),
    parts={"BRSA": 0.14, "RQTH": 0.06, "primo": 0.03, "CEJ": 0.18},
    mecenat=0.3,
)
SENIORS = Profil(
    ages=(0, 9, 17, 16, 26, 18, 12, 2),
    niveaux=(15, 23, 27, 14, 12, 6, 3),
    situations=(37, 37, 7, 8, 8, 2, 1),
    prescripteurs=(44, 21, 5, 3, 0, 14, 11, 2),
    benevoles_ages=(0, 1, 9, 87, 3),
    benevoles_statuts=(4, 94, 0, 0, 1, 1),
    benevoles_categories=(1, 17, 56, 17, 6, 1, 2),
    part_femmes=0.55,
    par_benevole=(1.4, 2.2),
    parts={"BRSA": 0.18, "RQTH": 0.08, "primo": 0.05, "BPI": 0.04},
)
