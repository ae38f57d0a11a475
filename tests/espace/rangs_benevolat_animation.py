"""Rows of the access matrix: the boards of the animation."""

from .matrice import Rang

RANGS: list[Rang] = []
