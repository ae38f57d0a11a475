"""Jobs of the tests, apart from those of the portal."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import time

from portal.socle.planification import registre

MINUIT = time(0, 0)


@contextmanager
def registre_a_part() -> Iterator[None]:
    """Within, no job is known but those that the test registers."""
    anciennes = dict(registre._TACHES)
    registre._TACHES.clear()
    try:
        yield
    finally:
        registre._TACHES.clear()
        registre._TACHES.update(anciennes)


def tache_de_test(travail, *, code: str = "essai", heure: time = MINUIT) -> registre.Tache:
    """A registered job that runs this function."""
    registre.tache_quotidienne(code=code, titre=f"Tâche {code}", heure=heure)(travail)
    return registre.tache(code)
