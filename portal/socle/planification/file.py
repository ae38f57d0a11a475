"""Daily jobs by the queue: the planner says which are due, a worker runs them."""

from datetime import datetime, timedelta

from django.utils import timezone
from django_tasks import TaskResultStatus, task, task_backends
from django_tasks_db.models import DBTaskResult

from .etat import etat_des_taches
from .execution import executer
from .registre import tache

FILE = "travaux"
# A task that runs for so long died with its worker: it no longer stands in the way.
DUREE_MAXIMALE = timedelta(hours=2)


def file_durable() -> bool:
    """Whether daily jobs wait in the database for a worker."""
    return task_backends[FILE].supports_defer


@task(backend=FILE)
def lancer(code: str) -> str:
    """Runs this job if it is still due: asked twice, it runs once (`execution.reclamer`)."""
    voulue = tache(code)
    execution = executer(voulue, le=timezone.now()) if voulue else None
    return "" if execution is None else execution.erreur or execution.compte_rendu


def enfiler_les_dues(*, le: datetime) -> list[str]:
    """Puts every job that is due in the queue, unless it is there already; codes of those put."""
    deja = _codes_en_file(le=le)
    dues = [etat.tache.code for etat in etat_des_taches(le=le) if etat.prochaine is None and not etat.en_cours]
    nouvelles = [code for code in dues if code not in deja]
    for code in nouvelles:
        lancer.enqueue(code)
    return nouvelles


def _codes_en_file(*, le: datetime) -> set[str]:
    siennes = DBTaskResult.objects.filter(backend_name=FILE, task_path=lancer.module_path)
    attendues = siennes.filter(status=TaskResultStatus.READY) | siennes.filter(
        status=TaskResultStatus.RUNNING, started_at__gt=le - DUREE_MAXIMALE
    )
    return {arguments["args"][0] for arguments in attendues.values_list("args_kwargs", flat=True)}
