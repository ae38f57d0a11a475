"""Where the queues and the mails stand, for those who watch over them."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Min, Q
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from .modeles import CourrielEnvoye, EtatCourriel

# What is due and still waits after that has no worker.
ATTENTE_MAXIMALE = timedelta(minutes=15)


@dataclass(frozen=True)
class EtatDeLaFile:
    """What waits in the queues, since when, what failed there; and the mails that did not leave."""

    en_attente: int
    plus_ancienne: datetime | None
    en_echec: int
    courriels_en_echec: int
    est_arretee: bool


def etat_de_la_file(*, le: datetime) -> EtatDeLaFile:
    """In two queries. A mail that waits for its next attempt is not late: what counts is what is due."""
    # Without a delay `run_after` is the end of time.
    dues = Q(status=TaskResultStatus.READY) & (Q(run_after__year=9999) | Q(run_after__lte=le))
    file = DBTaskResult.objects.order_by().aggregate(
        en_attente=Count("pk", filter=Q(status=TaskResultStatus.READY)),
        sans_delai=Min("enqueued_at", filter=dues & Q(run_after__year=9999)),
        apres_delai=Min("run_after", filter=dues & Q(run_after__lte=le)),
        en_echec=Count("pk", filter=Q(status=TaskResultStatus.FAILED)),
    )
    anciennes = [moment for moment in (file["sans_delai"], file["apres_delai"]) if moment]
    plus_ancienne = min(anciennes, default=None)
    return EtatDeLaFile(
        en_attente=file["en_attente"],
        plus_ancienne=plus_ancienne,
        en_echec=file["en_echec"],
        courriels_en_echec=CourrielEnvoye.objects.filter(etat=EtatCourriel.ECHEC).count(),
        est_arretee=plus_ancienne is not None and plus_ancienne < le - ATTENTE_MAXIMALE,
    )
