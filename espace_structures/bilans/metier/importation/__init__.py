"""Loading the long CSV of an exercice: the campaign, the structures and the bilans it needs, all or nothing.

Every faulty line is reported. What the extraction writes is read back exactly; files typed by hand may write numbers
with spaces, a dot or a comma. A text that starts with an apostrophe followed by a character that spreadsheets take for
a formula loses that apostrophe (`portal.socle.tableaux.deproteger`).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import BinaryIO

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ...models import Bilan, Campagne
from .campagne import campagne_pour, definition_pour
from .controle import BilanLu, Faute, lire_bilans
from .ecriture import ecrire_bilans

__all__ = ["Faute", "ImportRefuse", "Resultat", "importer"]


class ImportRefuse(Exception):
    """Nothing was imported. `fautes` gives the reason line by line; line 0 is about no line in particular."""

    def __init__(self, fautes: list[Faute]):
        self.fautes = sorted(fautes, key=lambda faute: faute.ligne)
        super().__init__(
            ngettext(
                "Rien n’a été importé : %(nombre)s ligne est fautive. Corrigez-la, puis recommencez.",
                "Rien n’a été importé : %(nombre)s lignes sont fautives. Corrigez-les, puis recommencez.",
                len({faute.ligne for faute in fautes}),
            )
            % {"nombre": len({faute.ligne for faute in fautes})}
        )


@dataclass(frozen=True, kw_only=True)
class Resultat:
    """What an import created."""

    campagne: Campagne
    campagne_creee: bool
    structures_creees: int
    bilans: int
    feuilles: int
    reponses: int


def importer(
    fichier: BinaryIO,
    *,
    exercice: int,
    le: datetime,
    trame: str = "parrainage",
    progresser: Callable[[str, int], None] = lambda etape, nombre: None,
) -> Resultat:
    """Imports the file or refuses it whole (ImportRefuse). A bilan that already exists is never overwritten.

    `trame`: the form of the campaign, when the exercice has none yet; the one shipped with the portal is loaded if need
    be. `progresser(step, count)` is told how far the reading, then the writing, are.
    """
    try:
        definition = definition_pour(exercice, trame)
    except ValueError as erreur:
        raise ImportRefuse([Faute(0, str(erreur))]) from None
    bilans, fautes = lire_bilans(fichier, exercice=exercice, definition=definition, progresser=progresser)
    fautes += _deja_la(bilans, exercice)
    if not bilans and not fautes:
        fautes.append(Faute(0, _("Le fichier ne contient aucune ligne sous ses en-têtes : il n’y a rien à importer.")))
    if fautes:
        raise ImportRefuse(fautes)
    with transaction.atomic():
        campagne, creee = campagne_pour(exercice, trame, definition, le=le)
        structures, reponses = ecrire_bilans(campagne, bilans, le=le, progresser=progresser)
    return Resultat(
        campagne=campagne,
        campagne_creee=creee,
        structures_creees=structures,
        bilans=len(bilans),
        feuilles=sum(len(bilan.feuilles) for bilan in bilans),
        reponses=reponses,
    )


def _deja_la(bilans: list[BilanLu], exercice: int) -> list[Faute]:
    """A fault for each bilan of the file that the campaign already has."""
    connus = set(Bilan.objects.filter(campagne__exercice=exercice).values_list("structure__siret", flat=True))
    return [
        Faute(
            bilan.ligne,
            _(
                "La structure %(siret)s a déjà un bilan %(exercice)s : un import ne remplace jamais un bilan. Retirez "
                "ses lignes du fichier."
            )
            % {"siret": bilan.siret, "exercice": exercice},
        )
        for bilan in bilans
        if bilan.siret in connus
    ]
