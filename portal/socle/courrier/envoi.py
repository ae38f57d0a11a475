"""Writing a mail: what `courrier.envoyer` does once the tables are there."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from .destinataires import par_langue
from .redaction import rediger
from .registre import Courriel, courriel
from .remise import deposer
from .valeurs import joindre


def envoyer(cle: str, a: Any, repondre_a: str | Iterable[str] | None, valeurs: Mapping[str, object]) -> int:
    voulu = courriel(cle)
    if voulu is None:
        raise LookupError(f"No mail has the key “{cle}”: write it in templates/courriels/.")
    _verifier(voulu, set(valeurs), repondre_a is not None)
    reponse = joindre(repondre_a or "")
    nombre = 0
    for langue, adresses in par_langue(a).items():
        deposer(cle, adresses, rediger(voulu, valeurs, langue, repondre_a=reponse), langue=langue)
        nombre += len(adresses)
    return nombre


def _verifier(voulu: Courriel, donnees: set[str], avec_reponse: bool) -> None:
    """A call that gives other values than the mail declares is a fault of the code, seen by its first test."""
    attendues = set(voulu.valeurs) | ({"lien"} if voulu.a_un_bouton else set())
    if donnees != attendues:
        raise TypeError(f"Mail {voulu.cle}: given {sorted(donnees)}, it declares {sorted(attendues)}.")
    if avec_reponse != voulu.attend_une_reponse:
        raise TypeError(f"Mail {voulu.cle}: repondre_a goes with its header “reponse”.")
