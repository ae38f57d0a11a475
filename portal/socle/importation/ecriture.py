"""Foresee, then write all or nothing, provided that nothing changed in between."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from .lignes import ColonneAttendue, Lecture, LignePrevue, Prevision, SortDeLigne

Progresser = Callable[[int, int], None]  # lines written, lines to write


class Genre(ABC):
    """What is imported: its columns, what a line means, and how it is written."""

    code: str  # names the file kept for the preview: one that was sent for something is not confirmed for another
    nom: str  # of the template to fill
    detenteur: str = "animation"  # who remembers what columns are
    colonnes: tuple[ColonneAttendue, ...]
    lignes_maximum = 2000

    @abstractmethod
    def verrouiller(self, lecture: Lecture) -> None:
        """Hold what the file names until the end of the transaction."""

    @abstractmethod
    def prevoir(self, lecture: Lecture, *, le: datetime) -> Prevision:
        """What the file would do to the records as they stand."""

    @abstractmethod
    def ecrire(self, lignes: list[LignePrevue], *, par: Any, le: datetime, progresser: Progresser) -> None:
        """Write these lines, and who wrote them."""

    def peut_ecrire(self, prevision: Prevision) -> bool:
        """Whether something would be written."""
        return bool(prevision.a_ecrire) and not prevision.est_refusee


class ImportRefuse(Exception):
    """The import cannot be written; `prevision` says what it would do now. The message is fit for the user."""

    def __init__(self, message: str, prevision: Prevision):
        super().__init__(message)
        self.prevision = prevision


@dataclass(frozen=True, kw_only=True)
class ImportEcrit:
    """What was written."""

    crees: int
    modifies: int


def _sans_rien_dire(faites: int, total: int) -> None:
    """Nobody waits."""


@transaction.atomic
def ecrire(
    genre: Genre, lecture: Lecture, *, empreinte: str, par: Any, le: datetime, progresser: Progresser = _sans_rien_dire
) -> ImportEcrit:
    """Write what the preview of this fingerprint showed, in one transaction; raises ImportRefuse."""
    genre.verrouiller(lecture)
    prevision = genre.prevoir(lecture, le=le)
    if prevision.est_refusee:
        raise ImportRefuse(_("Des lignes sont refusées : rien n’a été importé. Corrigez-les d’abord."), prevision)
    if prevision.empreinte != empreinte:
        raise ImportRefuse(
            _("Des fiches ont changé depuis l’aperçu : rien n’a été importé. Relisez ce que le fichier ferait."),
            prevision,
        )
    genre.ecrire(prevision.a_ecrire, par=par, le=le, progresser=progresser)
    crees = len(prevision.de(SortDeLigne.CREEE))
    return ImportEcrit(crees=crees, modifies=len(prevision.a_ecrire) - crees)
