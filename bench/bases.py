"""Databases that live as long as the benchmark: SQLite in a temporary folder, PostgreSQL where one answers."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import psycopg2

SERVEURS = ("postgres://root@127.0.0.1:5432/postgres", "postgres://postgres@127.0.0.1:5432/postgres")


def serveur_postgresql() -> str | None:
    """Address of a PostgreSQL that answers: that of DATABASE_URL, else the usual local ones."""
    voulue = os.environ.get("DATABASE_URL", "")
    candidats = [voulue] if voulue.startswith("postgres") else []
    for adresse in [*candidats, *SERVEURS]:
        try:
            psycopg2.connect(adresse, connect_timeout=3).close()
        except psycopg2.OperationalError:
            continue
        return adresse
    return None


@contextmanager
def base_sqlite(dossier: Path) -> Iterator[str]:
    """A file in this folder."""
    yield f"sqlite:///{dossier / 'bench.sqlite3'}"


@contextmanager
def base_postgresql(serveur: str) -> Iterator[str]:
    """A database created on this server, dropped at the end."""
    nom = f"portail_bench_{os.getpid()}"
    _executer(serveur, f'CREATE DATABASE "{nom}"')
    try:
        yield urlsplit(serveur)._replace(path=f"/{nom}").geturl()
    finally:
        _executer(serveur, f'DROP DATABASE IF EXISTS "{nom}" WITH (FORCE)')


def _executer(serveur: str, requete: str) -> None:
    connexion = psycopg2.connect(serveur)
    connexion.autocommit = True
    try:
        with connexion.cursor() as curseur:
            curseur.execute(requete)
    finally:
        connexion.close()
