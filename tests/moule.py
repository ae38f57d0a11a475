"""The mould of the test databases: migrated once, kept while the migrations stay the same, cloned by each process.

A process works in its clone alone, and clones it again after a test whose transactions were real: what migrations put
there is in front of every test.
"""

import fcntl
import hashlib
import inspect
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models.signals import post_migrate


def empreinte() -> str:
    """Digest of all that decides what a migrated database holds: migrations, what follows them, versions, settings."""
    sources = {chemin for app in apps.get_app_configs() for chemin in (Path(app.path) / "migrations").rglob("*.py")}
    sources |= {Path(inspect.getfile(reference())) for _cle, reference, *_reste in post_migrate.receivers}
    sources |= {settings.RACINE / "uv.lock", Path(__file__), *(settings.RACINE / "portal/settings").glob("*.py")}
    somme = hashlib.sha256()
    for chemin in sorted(sources):
        somme.update(chemin.as_posix().encode() + b"\0" + chemin.read_bytes())
    return somme.hexdigest()[:12]


@contextmanager
def _verrou(fichier: Path) -> Iterator[None]:
    """One process at a time, in all the runs of this checkout."""
    with fichier.open("w") as ouvert:
        fcntl.flock(ouvert, fcntl.LOCK_EX)
        yield


def _nommer(base: BaseDatabaseWrapper, nom: str) -> None:
    base.close()
    settings.DATABASES[base.alias]["NAME"] = base.settings_dict["NAME"] = nom


def _migrer(base: BaseDatabaseWrapper, nom: str) -> None:
    """Django's own creation of a test database, under this name."""
    base.settings_dict["TEST"]["NAME"] = nom
    base.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    base.close()


class MouleSQLite:
    """A migrated file, copied into the memory of each process."""

    def __init__(self, dossier: Path, processus: str) -> None:
        self.dossier = dossier
        self.nom = f"file:memorydb_{connection.alias}?mode=memory&cache=shared"
        self.original = sqlite3.connect(":memory:", check_same_thread=False)

    def preparer(self, *, neuf: bool) -> None:
        fichier, ebauche = self.dossier / f"{empreinte()}.sqlite3", self.dossier / "ebauche.sqlite3"
        with _verrou(self.dossier / "verrou"):
            if neuf or not fichier.exists():
                for ancien in self.dossier.glob("*.sqlite3*"):
                    ancien.unlink()
                _migrer(connection, str(ebauche))
                with sqlite3.connect(ebauche) as base:
                    base.execute("PRAGMA journal_mode=DELETE")
                base.close()
                ebauche.rename(fichier)
            with sqlite3.connect(fichier) as base:
                base.backup(self.original)
            base.close()
        _nommer(connection, self.nom)

    def cloner(self) -> None:
        connection.ensure_connection()
        self.original.backup(connection.connection)

    def fermer(self) -> None:
        connection.close()
        self.original.close()


class MoulePostgreSQL:
    """A migrated database, template of those of each process; their names tell the checkout."""

    def __init__(self, dossier: Path, processus: str) -> None:
        self.dossier = dossier
        base, ici = connection.settings_dict["NAME"], hashlib.sha256(str(settings.RACINE).encode()).hexdigest()[:6]
        self.moules = f"moule_{base}_{ici}_"
        self.nom = f"test_{base}_{ici}_{processus or 'seul'}"

    def preparer(self, *, neuf: bool) -> None:
        self.moule = self.moules + empreinte()
        with _verrou(self.dossier / "verrou"):
            connus = self._connus()
            if neuf or self.moule not in connus:
                for ancien in connus:
                    self._executer(f'DROP DATABASE "{ancien}" WITH (FORCE)')
                ebauche = self.moules + "ebauche"
                _migrer(connection, ebauche)
                self._executer(f'ALTER DATABASE "{ebauche}" RENAME TO "{self.moule}"')
        _nommer(connection, self.nom)

    def cloner(self) -> None:
        connection.close()
        with _verrou(self.dossier / "verrou"):
            self._executer(
                f'DROP DATABASE IF EXISTS "{self.nom}" WITH (FORCE)',
                f'CREATE DATABASE "{self.nom}" TEMPLATE "{self.moule}"',
            )

    def fermer(self) -> None:
        connection.close()
        self._executer(f'DROP DATABASE IF EXISTS "{self.nom}" WITH (FORCE)')

    def _connus(self) -> list[str]:
        with connection._nodb_cursor() as curseur:
            curseur.execute("SELECT datname FROM pg_database WHERE starts_with(datname, %s)", [self.moules])
            return [nom for (nom,) in curseur.fetchall()]

    def _executer(self, *ordres: str) -> None:
        with connection._nodb_cursor() as curseur:
            for ordre in ordres:
                curseur.execute(ordre)


def moule(dossier: Path, processus: str) -> MouleSQLite | MoulePostgreSQL:
    """The mould for the database of the settings; `processus` is empty when one process runs every test."""
    sorte = MouleSQLite if connection.vendor == "sqlite" else MoulePostgreSQL
    return sorte(dossier, processus)
