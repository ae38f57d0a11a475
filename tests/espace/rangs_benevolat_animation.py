"""Rows of the access matrix: the boards of the animation."""

from .matrice import Rang, selon_le_role

RANGS: list[Rang] = [
    Rang("benevolat-region", "get", selon_le_role(403, 403, 403, 403, 403, 403, 200)),
    Rang("benevolat-region-export", "get", selon_le_role(403, 403, 403, 403, 403, 403, 200)),
]
