"""What is no longer kept of mails: their content soon after they left, their line of the log after a year."""

from datetime import datetime, timedelta

from django.db.models import Q
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from .modeles import CourrielEnvoye, EtatCourriel

MEMOIRE_DU_JOURNAL = timedelta(days=365)
MEMOIRE_DES_REUSSITES = timedelta(days=1)
# A task that failed, or that died with its worker, is looked at for a week.
MEMOIRE_DES_ECHECS = timedelta(days=7)
INTERROMPU = "Interrompu"


def faire_le_menage_du_courrier(*, le: datetime) -> tuple[int, int]:
    """How many lines of the log and how many tasks of the queues were thrown away.

    A mail taken by a worker that died is told as failed: it may have left, nobody sends it a second time.
    """
    CourrielEnvoye.objects.filter(
        etat=EtatCourriel.EN_ATTENTE, essais__gt=0, etat_le__lt=le - MEMOIRE_DES_REUSSITES
    ).update(etat=EtatCourriel.ECHEC, etat_le=le, erreur=INTERROMPU)
    courriels, _detail = CourrielEnvoye.objects.filter(cree_le__lt=le - MEMOIRE_DU_JOURNAL).delete()
    finies, _detail = DBTaskResult.objects.filter(
        Q(status=TaskResultStatus.SUCCESSFUL, finished_at__lt=le - MEMOIRE_DES_REUSSITES)
        | Q(status=TaskResultStatus.FAILED, finished_at__lt=le - MEMOIRE_DES_ECHECS)
        | Q(status=TaskResultStatus.RUNNING, started_at__lt=le - MEMOIRE_DES_ECHECS)
    ).delete()
    return courriels, finies
