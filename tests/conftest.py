"""Shared fixtures. `parcours/` holds whole journeys in a browser, with fixtures of its own."""

import pytest
from django.utils.translation.reloader import translation_file_changed

from portal.socle.catalogues import ANGLAIS, compiler

_FIXTURES_TRANSACTIONNELLES = {"live_server", "transactional_db"}


def _est_transactionnel(test: pytest.Item) -> bool:
    marque = test.get_closest_marker("django_db")
    return bool(_FIXTURES_TRANSACTIONNELLES & set(test.fixturenames)) or bool(
        marque and marque.kwargs.get("transaction", False)
    )


def pytest_configure(config: pytest.Config) -> None:
    """The catalogues of texts are products of the build: a test never reads old ones."""
    if not hasattr(config, "workerinput") and compiler():
        translation_file_changed(None, ANGLAIS.with_suffix(".mo"))  # Django may have read the old ones


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Tests that empty the database come last: the others count on what migrations put there."""
    items.sort(key=_est_transactionnel)


@pytest.fixture(autouse=True)
def _cache_vide():
    """No rate limit, fragment or page cached by a test is seen by another."""
    from django.core.cache import cache

    cache.clear()


@pytest.fixture(autouse=True)
def _racine_wagtail(request: pytest.FixtureRequest, _django_db_marker):
    """Gives Wagtail's root page, root collection and locale back to a test that starts from an emptied database."""
    if not _est_transactionnel(request.node):
        return
    request.getfixturevalue("transactional_db")
    from wagtail.models import Collection, Locale, Page

    from espace_structures.structures.groupes import installer_groupes

    locale, _creee = Locale.objects.get_or_create(language_code="fr")
    if not Page.objects.exists():
        Page.add_root(title="Root", slug="root", locale=locale)
    if not Collection.objects.exists():
        Collection.add_root(name="Root")
    installer_groupes()


@pytest.fixture(autouse=True)
def _en_francais():
    """A page read in English by a test leaves its language active in the process: the next test starts in French."""
    from django.conf import settings
    from django.utils import translation

    translation.activate(settings.LANGUAGE_CODE)
