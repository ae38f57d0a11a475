"""Queues and log of mails of the tests."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from django_tasks import task_backends
from django_tasks_db.management.commands.db_worker import Worker

from portal.socle.models import CourrielEnvoye
from portal.socle.planification.envois import empreinte

LE = datetime(2026, 3, 10, 10, 0, tzinfo=ZoneInfo("Europe/Paris"))


def courriel_envoye(adresse: str = "camille@exemple.fr", **autre) -> CourrielEnvoye:
    """A line of the log."""
    valeurs = {"gabarit": "essai", "langue": "fr", "cree_le": LE, "etat": "REMIS", "etat_le": LE}
    return CourrielEnvoye.objects.create(destinataire=empreinte(adresse), **valeurs | autre)


@pytest.fixture
def files_durables(settings):
    """The queues of production."""
    settings.TASKS = settings.TASKS | {
        alias: {"BACKEND": "django_tasks_db.backend.DatabaseBackend"} for alias in ("courriels", "travaux")
    }
    assert task_backends["courriels"].supports_defer


def travailler(alias: str) -> None:
    """What a worker of this queue does of all that is due, then stops."""
    Worker(
        queue_names=["default"],
        interval=0,
        batch=True,
        backend_name=alias,
        startup_delay=False,
        max_tasks=None,
        worker_id="essai",
        excluded_queue_names=[],
    ).run()
