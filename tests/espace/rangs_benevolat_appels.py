"""Rows of the access matrix: volunteer calls."""

from .matrice import Rang

RANGS: list[Rang] = []
