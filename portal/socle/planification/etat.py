"""Where the jobs stand, for those who watch over them."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from portal.socle.models import ExecutionDeTache

from .execution import prochaine
from .registre import Tache, taches

SILENCE_MAXIMAL = timedelta(hours=26)


@dataclass(frozen=True)
class EtatDeTache:
    """A job, its latest run if any, and when the next one comes (None: at the next call of the planner)."""

    tache: Tache
    derniere: ExecutionDeTache | None
    en_cours: bool
    interrompue: bool
    prochaine: datetime | None

    @property
    def en_echec(self) -> bool:
        """Whether the latest run failed or died."""
        return self.interrompue or bool(self.derniere and self.derniere.est_en_echec)


def etat_des_taches(*, le: datetime) -> list[EtatDeTache]:
    """Every job of the portal, in the order of the day, in one query."""
    dernieres = {execution.code: execution for execution in ExecutionDeTache.objects.dernieres()}
    return [_etat(tache, dernieres.get(tache.code), le) for tache in taches()]


def _etat(tache: Tache, derniere: ExecutionDeTache | None, le: datetime) -> EtatDeTache:
    suite = prochaine(tache, derniere, le=le)
    return EtatDeTache(
        tache=tache,
        derniere=derniere,
        en_cours=bool(derniere and derniere.est_en_cours(le=le)),
        interrompue=bool(derniere and derniere.est_interrompue(le=le)),
        prochaine=suite if suite > le else None,
    )


def est_muet(etats: list[EtatDeTache], *, le: datetime) -> bool:
    """Whether no job at all started for more than a day: nobody calls the planner any more."""
    return bool(etats) and not any(
        etat.derniere and etat.derniere.commencee_le >= le - SILENCE_MAXIMAL for etat in etats
    )
