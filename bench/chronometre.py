"""How long something takes, and how many queries."""

from __future__ import annotations

from collections.abc import Callable
from time import perf_counter


def chronometrer(appeler: Callable) -> dict:
    """Seconds and queries of a call."""
    from django.db import connection

    connection.ensure_connection()
    compteur = _Compteur()
    debut = perf_counter()
    with connection.execute_wrapper(compteur):
        appeler()
    return {"secondes": perf_counter() - debut, "requetes": compteur.nombre}


def exiger(reponse, statut: int = 200):
    """The answer, when it is the one looked for: a failure is no measure."""
    if reponse.status_code != statut:
        raise RuntimeError(f"{reponse.request['PATH_INFO']}: {reponse.status_code}")
    return reponse


class _Compteur:
    """Counts queries without keeping them."""

    def __init__(self) -> None:
        self.nombre = 0

    def __call__(self, executer, sql, parametres, plusieurs, contexte):
        self.nombre += 1
        return executer(sql, parametres, plusieurs, contexte)
