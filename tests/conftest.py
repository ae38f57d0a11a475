"""Shared fixtures. `parcours/` holds whole journeys in a browser, with fixtures of its own."""

import pytest


@pytest.fixture(autouse=True)
def _cache_vide():
    """No rate limit, fragment or page cached by a test is seen by another."""
    from django.core.cache import cache

    cache.clear()
