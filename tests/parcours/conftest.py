"""A real Chromium for the journeys. A request that leaves this machine, a console or a page error fails the test."""

import os
import shutil
import time
from collections import Counter
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from django.core.signals import request_finished, request_started

from .outils import taire_les_suggestions

NAVIGATEURS = ("chromium", "chromium-browser", "google-chrome")
CHROMIUM = next((chemin for nom in NAVIGATEURS if (chemin := shutil.which(nom))), None)

# Playwright's synchronous interface keeps an event loop in the main thread; Django would refuse its queries there.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for test in items:
        if test.path.parent.name == "parcours":
            test.add_marker("parcours")
            test.add_marker("une_base")
            if CHROMIUM is None and not os.environ.get("CI"):
                test.add_marker(pytest.mark.skip(reason="no Chromium on this machine"))


@pytest.fixture(scope="session")
def base_url() -> None:
    """Journeys name the address of their own server."""


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    return browser_type_launch_args | {
        "executable_path": CHROMIUM,
        "args": [
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--disable-dev-shm-usage",
        ],
    }


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args):
    return browser_context_args | {
        "locale": "fr-FR",
        "timezone_id": "Europe/Paris",
        "viewport": {"width": 1280, "height": 900},
    }


@pytest.fixture(autouse=True)
def _sans_attendre(monkeypatch):
    """A journey types faster than people do: its forms are not doubted for that."""
    monkeypatch.setattr("portal.socle.formulaires.machines.HATE", timedelta(0))


@pytest.fixture
def context(context):
    """A browser context that records what must not happen on any of its pages; checked when the test ends."""
    fautes: list[str] = []

    def surveiller(page):
        page.on("pageerror", lambda erreur: fautes.append(f"page error at {page.url}: {erreur}"))
        page.on(
            "console",
            lambda message: (
                fautes.append(f"console at {page.url}: {message.text}") if message.type == "error" else None
            ),
        )
        page.on(
            "request",
            lambda requete: (
                fautes.append(f"request to {requete.url}")
                if urlsplit(requete.url).hostname not in ("localhost", "127.0.0.1", None)
                else None
            ),
        )

    context.on("page", surveiller)
    context.set_default_timeout(15_000)
    taire_les_suggestions(context)
    context.fautes = fautes
    yield context
    assert fautes == []


_REQUETES: Counter[str] = Counter()
PATIENCE = 10  # seconds


def _commencer(**_kwargs) -> None:
    _REQUETES["commencees"] += 1


def _finir(**_kwargs) -> None:
    _REQUETES["finies"] += 1


request_started.connect(_commencer)
request_finished.connect(_finir)


@pytest.fixture(autouse=True)
def _serveur_au_repos(transactional_db):
    """Lets the server end what it does before the database is emptied under it: SQLite in memory waits for nobody.

    Set up right after the database, it ends right before it, once every page is closed.
    """
    _REQUETES.clear()
    yield
    limite = time.monotonic() + PATIENCE
    while _REQUETES["commencees"] > _REQUETES["finies"] and time.monotonic() < limite:
        time.sleep(0.02)
