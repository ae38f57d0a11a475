"""Search that leaves accents and capitals aside, the same on SQLite and PostgreSQL: « zoe » finds « Zoé ».

The lookup takes the place of Django's `icontains`: the search boxes of our lists, of Wagtail's and of its choosers all
ask it. None of them could use an index before; the full-text search of pages has its own way (`home` 0002).
"""

from __future__ import annotations

from typing import Any

from django.db.backends.signals import connection_created
from django.db.models import CharField, TextField
from django.db.models.lookups import IContains

from .entrees.textes import APOSTROPHES, TIRETS, sans_accents

FONCTION = "portail_sans_accents"
_VOISINS = "''" * len(APOSTROPHES) + " " * len(TIRETS)  # quoted, for SQL


class ContientSansAccents(IContains):
    """`icontains`, both sides in small letters without accents."""

    def process_rhs(self, compiler: Any, connection: Any) -> Any:
        if self.rhs_is_direct_value() and isinstance(self.rhs, str):
            self.rhs = sans_accents(self.rhs)
        return super().process_rhs(compiler, connection)

    def process_lhs(self, compiler: Any, connection: Any, lhs: Any = None) -> Any:
        sql, parametres = compiler.compile(lhs or self.lhs)
        if connection.vendor == "sqlite":
            return f"{FONCTION}({sql})", list(parametres)
        # Decomposed, then without what stands above or below letters; ligatures are no decomposition.
        sql = f"regexp_replace(normalize(({sql})::text, NFKD), '[\\u0300-\\u036f]', '', 'g')"
        sql = f"translate({sql}, '{APOSTROPHES}{TIRETS}', '{_VOISINS}')"
        # In capitals, as Django compares with UPPER(…).
        return f"upper(replace(replace(lower({sql}), 'œ', 'oe'), 'æ', 'ae'))", list(parametres)


def brancher() -> None:
    """Called once, when the applications are ready."""
    for classe in (CharField, TextField):
        classe.register_lookup(ContientSansAccents, "icontains")
    connection_created.connect(_donner_la_fonction, dispatch_uid="socle.sans_accents")


def _donner_la_fonction(connection: Any, **_kwargs: Any) -> None:
    if connection.vendor == "sqlite":
        connection.connection.create_function(
            FONCTION, 1, lambda texte: texte if texte is None else sans_accents(str(texte)), deterministic=True
        )
