"""Rows of the access matrix: the proposals to the bilan."""

from .matrice import Rang

RANGS: list[Rang] = []
