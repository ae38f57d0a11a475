"""The daily jobs of every room, by code."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import time
from typing import Protocol, TypeVar

from django.utils.functional import Promise

Libelle = str | Promise


class Travail(Protocol):
    """What a job does at the moment `le`; its report is one line in French, with figures."""

    def __call__(self, *, le) -> str: ...


Fonction = TypeVar("Fonction", bound=Travail)


@dataclass(frozen=True)
class Tache:
    """A job and the time of day, here, from which it may run."""

    code: str
    titre: Libelle
    explication: Libelle
    heure: time
    travail: Travail


class CodeDejaPris(Exception):
    """Two jobs were given the same code."""


_TACHES: dict[str, Tache] = {}


def tache_quotidienne(
    *, code: str, titre: Libelle, heure: time, explication: Libelle = ""
) -> Callable[[Fonction], Fonction]:
    """Registers the decorated function as a daily job; raises CodeDejaPris when the code belongs to another one."""

    def inscrire(travail: Fonction) -> Fonction:
        if code in _TACHES:
            raise CodeDejaPris(code)
        _TACHES[code] = Tache(code=code, titre=titre, explication=explication, heure=heure, travail=travail)
        return travail

    return inscrire


def taches() -> list[Tache]:
    """Every job, in the order of the day."""
    return sorted(_TACHES.values(), key=lambda tache: (tache.heure, tache.code))


def tache(code: str) -> Tache | None:
    """The job of this code, or None."""
    return _TACHES.get(code)
