"""Rows of the access matrix: the inbox of candidatures."""

from .matrice import Rang

RANGS: list[Rang] = []
