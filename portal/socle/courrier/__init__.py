"""The one way out: a mail is a key and, in each language, a body; a room gives its recipients and bare values.

    courrier.envoyer("benevolat.candidature_arrivee", a=comptes, structure=structure, promise=jour, lien=Lien(…))

Its words stand in `templates/courriels/<room>.<language>.md` (`registre`), or are the animation's (`textes`). Dates,
numbers, addresses and translated words are written when the mail is, in the language of whoever receives it
(`valeurs`, `redaction`): what is given to `envoyer` belongs to no language. Each mail is a line of the log and
leaves on commit, by the queue (`remise`).
"""

from collections.abc import Iterable
from typing import Any

from .destinataires import Destinataire
from .valeurs import Echeance, Lien, LienDePage, LigneAvecLien, Phrase, adresse_absolue

__all__ = ["Destinataire", "Echeance", "Lien", "LienDePage", "LigneAvecLien", "Phrase", "adresse_absolue", "envoyer"]


def envoyer(cle: str, /, *, a: Any, repondre_a: str | Iterable[str] | None = None, **valeurs: object) -> int:
    """Writes this mail to each person apart, in their language; it leaves on commit. How many are written to.

    `a`: a Destinataire, an account, or several (a queryset of accounts is read in one query). Accounts that are
    deactivated and people without an address are left out. `repondre_a`: who reads the answers, for a mail that
    promises somebody does. `valeurs`: what the mail declares, no more and no less; `lien` is where its button leads.
    """
    from .envoi import envoyer as _envoyer  # needs the tables

    return _envoyer(cle, a, repondre_a, valeurs)
