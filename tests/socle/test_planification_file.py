"""Daily jobs through the queue: put there once while they are due, run by a worker."""

from datetime import datetime, time, timedelta
from io import StringIO
from zoneinfo import ZoneInfo

import pytest
from django.core.management import call_command
from django_tasks_db.models import DBTaskResult

from portal.socle.models import ExecutionDeTache
from portal.socle.planification.file import enfiler_les_dues
from tests.fabriques.courrier import files_durables, travailler  # noqa: F401 - a fixture
from tests.fabriques.planification import registre_a_part, tache_de_test

# A worker drops a connection that it finds within a transaction.
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("files_durables")]
LE = datetime(2026, 3, 10, 7, 0, tzinfo=ZoneInfo("Europe/Paris"))


@pytest.fixture(autouse=True)
def _registre():
    with registre_a_part():
        yield


def bonne(*, le) -> str:
    return "faite"


def planifier(**options) -> str:
    sortie = StringIO()
    call_command("planifier", stdout=sortie, **options)
    return sortie.getvalue()


def test_seules_les_taches_dues_entrent_dans_la_file_et_une_fois():
    tache_de_test(bonne, code="a", heure=time(6, 0))
    tache_de_test(bonne, code="b", heure=time(8, 0))

    assert [enfiler_les_dues(le=LE), enfiler_les_dues(le=LE)] == [["a"], []]
    assert enfiler_les_dues(le=LE.replace(hour=9)) == ["b"]


def test_tache_en_cours_dans_la_file_n_y_revient_que_si_son_travailleur_est_mort():
    tache_de_test(bonne, code="a", heure=time(6, 0))
    enfiler_les_dues(le=LE)
    DBTaskResult.objects.update(status="RUNNING", started_at=LE)

    assert enfiler_les_dues(le=LE + timedelta(minutes=119)) == []
    assert enfiler_les_dues(le=LE + timedelta(minutes=121)) == ["a"]


def test_planifier_enfile_et_le_travailleur_lance():
    tache_de_test(bonne, code="a")

    sorties = [planifier(), planifier()]
    avant = ExecutionDeTache.objects.count()
    travailler("travaux")

    assert (sorties, avant) == (["a\u00a0: en file d’attente\n", ""], 0)
    assert (ExecutionDeTache.objects.get().compte_rendu, planifier()) == ("faite", "")


def test_tache_lancee_a_la_main_entre_temps_ne_tourne_pas_deux_fois():
    tache_de_test(bonne, code="a")
    planifier()

    sortie = planifier(tache="a")
    travailler("travaux")

    assert (sortie, ExecutionDeTache.objects.get().essais) == ("a faite\n", 1)
    assert DBTaskResult.objects.get().return_value == ""


def test_tache_en_file_qui_n_existe_plus_ne_fait_rien():
    tache_de_test(bonne, code="a")
    planifier()
    with registre_a_part():
        travailler("travaux")

    assert (DBTaskResult.objects.get().status, ExecutionDeTache.objects.count()) == ("SUCCESSFUL", 0)
