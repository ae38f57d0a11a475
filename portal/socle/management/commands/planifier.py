"""Run the daily jobs: called by cron every ten minutes, or kept running with --en-continu.

Where jobs have a queue (production), what is due is put there and `db_worker --backend travaux` runs it.
"""

from __future__ import annotations

import logging
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError, close_old_connections
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from portal.socle.models import ExecutionDeTache
from portal.socle.planification.etat import EtatDeTache, etat_des_taches
from portal.socle.planification.execution import executer, executer_les_dues
from portal.socle.planification.file import enfiler_les_dues, file_durable
from portal.socle.planification.registre import tache, taches

journal = logging.getLogger(__name__)


class Command(BaseCommand):
    help = "Run the daily jobs that are due and stop. Exit code 1 when one of them failed."

    def add_arguments(self, parser: CommandParser) -> None:
        choix = parser.add_mutually_exclusive_group()
        choix.add_argument("--en-continu", action="store_true", help="keep running what is due until SIGTERM")
        choix.add_argument("--tache", metavar="CODE", help="run this job now, whatever the time")
        choix.add_argument("--liste", action="store_true", help="list the jobs, their latest and their next run")
        parser.add_argument("--pause", type=float, default=60, help="seconds between two rounds of --en-continu")

    def handle(self, *, en_continu: bool, tache: str | None, liste: bool, pause: float, **_options) -> None:
        if liste:
            for etat in etat_des_taches(le=timezone.now()):
                self.stdout.write(decrire(etat))
        elif tache is not None:
            self.rendre_compte([self.lancer(tache)])
        elif en_continu:
            self.tourner(pause)
        else:
            self.rendre_compte(self.passer())

    def passer(self) -> list[ExecutionDeTache]:
        """One round: what was run, nothing when it is for the queue to run."""
        if not file_durable():
            return executer_les_dues(le=timezone.now())
        for code in enfiler_les_dues(le=timezone.now()):
            self.stdout.write(_("%(code)s : en file d’attente") % {"code": code})
        return []

    def lancer(self, code: str) -> ExecutionDeTache:
        """One job, now."""
        voulue = tache(code)
        if voulue is None:
            codes = ", ".join(connue.code for connue in taches())
            raise CommandError(
                _("Aucune tâche ne s’appelle « %(code)s ». Tâches connues : %(codes)s.")
                % {"code": code, "codes": codes}
            )
        execution = executer(voulue, le=timezone.now(), forcee=True)
        if execution is None:
            raise CommandError(_("La tâche « %(code)s » est déjà en cours.") % {"code": code})
        return execution

    def rendre_compte(self, executions: list[ExecutionDeTache]) -> None:
        """One line a job; CommandError, that is exit code 1, when one failed."""
        self.ecrire(executions)
        echecs = [execution.code for execution in executions if execution.est_en_echec]
        if echecs:
            raise CommandError(_("Tâches en échec : %(codes)s.") % {"codes": ", ".join(echecs)})

    def ecrire(self, executions: list[ExecutionDeTache]) -> None:
        for execution in executions:
            self.stdout.write(f"{execution.code} {execution.erreur or execution.compte_rendu}")

    def tourner(self, pause: float) -> None:
        """Rounds until SIGTERM or SIGINT; the job that is running ends first, a lost database is waited for."""
        with arret_demande() as arret:
            while not arret.is_set():
                try:
                    self.ecrire(self.passer())
                except DatabaseError:
                    journal.exception("The planner could not reach the database: it tries again later.")
                close_old_connections()
                arret.wait(pause)


@contextmanager
def arret_demande() -> Iterator[Event]:
    """An event set by SIGTERM and SIGINT instead of dying half-way; former handlers come back at the end."""
    arret = Event()
    signaux = (signal.SIGTERM, signal.SIGINT)
    anciens = [signal.signal(numero, lambda *_args: arret.set()) for numero in signaux]
    try:
        yield arret
    finally:
        for numero, ancien in zip(signaux, anciens, strict=True):
            signal.signal(numero, ancien)


def decrire(etat: EtatDeTache) -> str:
    """One line: code, title, latest run, next run."""
    derniere = date_format(timezone.localtime(etat.derniere.commencee_le), "c") if etat.derniere else _("jamais")
    suite = date_format(timezone.localtime(etat.prochaine), "c") if etat.prochaine else _("au prochain passage")
    etat_dit = _("en échec") if etat.en_echec else _("en cours") if etat.en_cours else ""
    morceaux = [
        etat.tache.code,
        str(etat.tache.titre),
        _("dernière : %(quand)s") % {"quand": derniere},
        etat_dit,
        _("prochaine : %(quand)s") % {"quand": suite},
    ]
    return " | ".join(filter(None, morceaux))
