"""Rows of the access matrix: engagements and renewals."""

from .matrice import Rang

RANGS: list[Rang] = []
