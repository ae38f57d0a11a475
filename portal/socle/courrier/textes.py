"""The animation's own words in the place of the portal's: what they may quote, where they are kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models.signals import post_delete, post_save
from django.utils.translation import gettext as _

from .corps import LIEN, REPERE, noms_cites
from .registre import Courriel

if TYPE_CHECKING:
    from .modeles import TexteDeCourriel

CLE = "portail:textes_de_courriels"
# A reader that was slower than a change may write the old list again: never for long.
DUREE = 300


def citables(courriel: Courriel) -> dict[str, str]:
    """What the text of a mail may quote, with what each is."""
    reponse = {"repondre_a": _("adresse qui lit les réponses")} if courriel.attend_une_reponse else {}
    return {**courriel.valeurs, **reponse}


def verifier(texte: str, courriel: Courriel) -> None:
    """Refuses a text that quotes what the mail does not give, or whose braces are not in pairs."""
    connus = citables(courriel)
    permis = (
        _("Repères possibles pour ce courriel : %(reperes)s.") % {"reperes": ", ".join(f"{{{nom}}}" for nom in connus)}
        if connus
        else _("Ce courriel n’a aucun repère : écrivez-le sans accolades.")
    )
    inconnus = sorted(noms_cites(texte) - set(connus))
    if inconnus:
        noms = ", ".join(f"{{{nom}}}" for nom in inconnus)
        raise ValidationError(
            _("Ce courriel ne connaît pas %(noms)s. %(permis)s") % {"noms": noms, "permis": permis}, code="repere"
        )
    reste = REPERE.sub("", LIEN.sub("", texte))
    if "{" in reste or "}" in reste:
        raise ValidationError(
            _("Une accolade est seule : un repère s’écrit entre deux accolades. %(permis)s") % {"permis": permis},
            code="accolade",
        )


def texte_modifie(cle: str, langue: str) -> TexteDeCourriel | None:
    """The animation's text of this mail in this language; None when it keeps the words of the portal."""
    from .modeles import TexteDeCourriel

    if (cle, langue) not in _modifies():
        return None
    return TexteDeCourriel.objects.filter(gabarit=cle, langue=langue).first()


def brancher() -> None:
    """Listens to the texts, wherever they are changed."""
    from .modeles import TexteDeCourriel

    for signal in (post_save, post_delete):
        signal.connect(_oublier, sender=TexteDeCourriel, dispatch_uid="socle.textes_de_courriels")


def _oublier(**_kwargs: object) -> None:
    cache.delete(CLE)  # for the transaction itself
    transaction.on_commit(lambda: cache.delete(CLE))


def _modifies() -> set[tuple[str, str]]:
    """The mails, by key and language, that have an edited text: nearly always none, and no query then."""
    from .modeles import TexteDeCourriel

    return cache.get_or_set(CLE, lambda: set(TexteDeCourriel.objects.values_list("gabarit", "langue")), DUREE) or set()
