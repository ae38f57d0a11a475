"""Running the jobs: each at most once a day, alone, and a failure stops nobody else."""

import logging
from datetime import datetime, timedelta
from time import monotonic

from django.conf import settings
from django.db import transaction
from django.utils import timezone, translation

from portal.socle.models import ExecutionDeTache

from .registre import Tache, taches

journal = logging.getLogger(__name__)
LONGUEUR = 500


def prochaine(tache: Tache, derniere: ExecutionDeTache | None, *, le: datetime) -> datetime:
    """When the planner will run this job; a moment that is past means "at its next call"."""
    jour = timezone.localdate(le)
    if derniere is None or derniere.jour < jour:
        return _a_son_heure(tache, le)
    return derniere.nouvel_essai_le() or _a_son_heure(tache, le + timedelta(days=1))


def _a_son_heure(tache: Tache, le: datetime) -> datetime:
    """The time of the job on the day of this moment."""
    return datetime.combine(timezone.localdate(le), tache.heure, tzinfo=timezone.get_default_timezone())


@transaction.atomic
def reclamer(tache: Tache, *, le: datetime, forcee: bool = False) -> ExecutionDeTache | None:
    """Takes the run of the day; None when somebody else has it or it is not due.

    `forcee` disregards the time and what was already done, never a run that is going on.
    """
    if not forcee and le < _a_son_heure(tache, le):
        return None
    execution, creee = ExecutionDeTache.objects.get_or_create(
        code=tache.code, jour=timezone.localdate(le), defaults={"commencee_le": le}
    )
    if creee:
        return execution
    execution = ExecutionDeTache.objects.select_for_update(of=("self",)).get(pk=execution.pk)
    if execution.est_en_cours(le=le) or not (forcee or prochaine(tache, execution, le=le) <= le):
        return None
    execution.essais += 1
    execution.commencee_le, execution.terminee_le = le, None
    execution.compte_rendu = execution.erreur = ""
    execution.save()
    return execution


def executer(tache: Tache, *, le: datetime, forcee: bool = False) -> ExecutionDeTache | None:
    """Runs the job if it is due (or `forcee`); the run with its report or its error, None when it had not to run."""
    execution = reclamer(tache, le=le, forcee=forcee)
    if execution is None:
        return None
    depart = monotonic()
    try:
        with translation.override(settings.LANGUAGE_CODE):
            compte_rendu, erreur = str(tache.travail(le=le)), ""
    except Exception as exception:  # whatever happens to a job, the others must run
        journal.exception("The job %s failed (attempt %d of the day).", tache.code, execution.essais)
        compte_rendu, erreur = "", f"{type(exception).__name__}: {exception}"
    execution.terminee_le = le + timedelta(seconds=monotonic() - depart)
    execution.compte_rendu, execution.erreur = compte_rendu[:LONGUEUR], erreur[:LONGUEUR]
    # If it took so long that another planner took the run back, the row tells about that one.
    ExecutionDeTache.objects.filter(pk=execution.pk, essais=execution.essais).update(
        terminee_le=execution.terminee_le, compte_rendu=execution.compte_rendu, erreur=execution.erreur
    )
    return execution


def executer_les_dues(*, le: datetime) -> list[ExecutionDeTache]:
    """Runs every job that is due, one after the other; what was run."""
    depart = monotonic()
    executions = (executer(tache, le=le + timedelta(seconds=monotonic() - depart)) for tache in taches())
    return [execution for execution in executions if execution is not None]
