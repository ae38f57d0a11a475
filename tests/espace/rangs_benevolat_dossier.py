"""Rows of the access matrix: the file of a candidature."""

from .matrice import Rang

RANGS: list[Rang] = []
