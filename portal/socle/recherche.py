"""Full-text search on the database of the portal, SQLite or PostgreSQL, as identifiers that any queryset can filter."""

import re

from wagtail.query import PageQuerySet

from .entrees.textes import nettoyer

# More results than anybody reads: beyond, the words were too vague.
PLAFOND = 500
LONGUEUR_MAX = 120


def identifiants(pages: PageQuerySet, mots: str) -> list[int]:
    """Identifiers of the pages that contain every word, the most relevant first; empty when there is no word.

    `pages` may only be filtered on fields that the index knows (locale, live, path…).
    """
    # Quotes, stars and brackets are operators of SQLite's full-text index: only words are looked for.
    mots = " ".join(re.findall(r"\w+", nettoyer(mots)[:LONGUEUR_MAX]))
    if not mots:
        return []
    return [page.pk for page in pages.only("pk").search(mots, operator="and")[:PLAFOND]]
