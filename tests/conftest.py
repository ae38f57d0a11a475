"""Shared fixtures. `parcours/` holds whole journeys in a browser, with fixtures of its own."""

import pytest
from django.utils.translation.reloader import translation_file_changed

from portal.socle.catalogues import ANGLAIS, compiler


def pytest_configure(config: pytest.Config) -> None:
    """The catalogues of texts are products of the build: a test never reads old ones."""
    if not hasattr(config, "workerinput") and compiler():
        translation_file_changed(None, ANGLAIS.with_suffix(".mo"))  # Django may have read the old ones


@pytest.fixture(scope="session")
def django_db_setup(request: pytest.FixtureRequest, django_test_environment, django_db_blocker, django_db_createdb):
    """A clone of the mould for this process, and a new one after each test whose transactions were real.

    `--create-db` makes the mould again; `--reuse-db` has no meaning left.
    """
    from django.test import TransactionTestCase

    from tests.moule import moule

    processus = getattr(request.config, "workerinput", {}).get("workerid", "")
    dossier = request.config.cache.mkdir("moule")
    with django_db_blocker.unblock():
        base = moule(dossier, processus)
        base.preparer(neuf=django_db_createdb and not processus)
        base.cloner()
    with pytest.MonkeyPatch.context() as remplacements:
        remplacements.setattr(TransactionTestCase, "_fixture_teardown", lambda _test: base.cloner())
        yield
    with django_db_blocker.unblock():
        base.fermer()


@pytest.fixture(scope="module")
def ecrire_pour_le_module(django_db_setup, django_db_blocker):
    """Calls what makes a heavy world once, in front of every test of the module; undone after the last one.

    Tests still undo what they write themselves; what they change in memory they change in a copy of their own.
    """
    from django.db import transaction

    with django_db_blocker.unblock():
        ensemble = transaction.atomic()
        ensemble.__enter__()

    def ecrire(fabrique):
        with django_db_blocker.unblock():
            return fabrique()

    yield ecrire
    with django_db_blocker.unblock():
        transaction.set_rollback(True)
        ensemble.__exit__(None, None, None)


@pytest.fixture(autouse=True)
def _cache_vide():
    """No rate limit, fragment or page cached by a test is seen by another."""
    from django.core.cache import cache

    cache.clear()


@pytest.fixture(autouse=True)
def _en_francais():
    """A page read in English by a test leaves its language active in the process: the next test starts in French."""
    from django.conf import settings
    from django.utils import translation

    translation.activate(settings.LANGUAGE_CODE)


@pytest.fixture
def requetes_au_plus(django_assert_max_num_queries):
    """Bounds the queries of a block by the table of `tests/requetes.py`."""
    from tests.requetes import BORNES

    return lambda cout: django_assert_max_num_queries(BORNES[cout])


@pytest.fixture
def refus_sans_page(monkeypatch):
    """For tests that are refused thousands of times: the page that dresses a refusal would take half of their time."""
    from django.http import HttpResponseForbidden, HttpResponseNotFound

    monkeypatch.setattr("portal.urls.handler403", lambda _request, exception: HttpResponseForbidden(), raising=False)
    monkeypatch.setattr("portal.urls.handler404", lambda _request, exception: HttpResponseNotFound(), raising=False)
