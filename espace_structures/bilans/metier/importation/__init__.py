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

from ...enums import EtatBilan
from ...models import Bilan, Campagne
from ..controle import anomalies_du_bilan
from ..extraction.lecture import feuilles_extraites
from ..lecture import Reponses
from ..perimetre import Etats, Perimetre
from .campagne import campagne_pour, definition_pour
from .controle import BilanLu, Faute, lire_bilans
from .ecriture import ecrire_bilans

ETATS_ENVOYES = (EtatBilan.TRANSMIS, EtatBilan.VALIDE)

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
    inchanges: int  # those that were there already, answer for answer
    feuilles: int
    reponses: int
    remarques: tuple[Faute, ...] = ()  # what the entry screens would only have warned of, or asked to explain


def importer(
    fichier: BinaryIO,
    *,
    exercice: int,
    le: datetime,
    trame: str = "parrainage",
    progresser: Callable[[str, int], None] = lambda etape, nombre: None,
) -> Resultat:
    """Imports the file or refuses it whole (ImportRefuse). A bilan that already exists is never overwritten; when the
    file says nothing else, it is left alone.

    `trame`: the form of the campaign, when the exercice has none yet; the one shipped with the portal is loaded if need
    be. `progresser(step, count)` is told how far the reading, then the writing, are.
    """
    try:
        definition = definition_pour(exercice, trame)
    except ValueError as erreur:
        raise ImportRefuse([Faute(0, str(erreur))]) from None
    bilans, fautes = lire_bilans(fichier, exercice=exercice, definition=definition, progresser=progresser)
    connus = _connus({bilan.siret for bilan in bilans}, exercice)
    inchanges = [bilan for bilan in bilans if connus.get(bilan.siret) == _contenu(bilan)]
    bilans = [bilan for bilan in bilans if connus.get(bilan.siret) != _contenu(bilan)]
    fautes += _deja_la(bilans, connus, exercice)
    if not bilans and not inchanges and not fautes:
        fautes.append(Faute(0, _("Le fichier ne contient aucune ligne sous ses en-têtes : il n’y a rien à importer.")))
    if fautes:
        raise ImportRefuse(fautes)
    with transaction.atomic():
        campagne, creee = campagne_pour(exercice, trame, definition, le=le)
        crees, structures, reponses = (
            ecrire_bilans(campagne, bilans, le=le, progresser=progresser) if bilans else ([], 0, 0)
        )
        remarques = _controler(crees, bilans)
    return Resultat(
        campagne=campagne,
        campagne_creee=creee,
        structures_creees=structures,
        bilans=len(bilans),
        inchanges=len(inchanges),
        feuilles=sum(len(bilan.feuilles) for bilan in bilans),
        reponses=reponses,
        remarques=remarques,
    )


def _controler(crees: list[Bilan], lus: list[BilanLu]) -> tuple[Faute, ...]:
    """A bilan said to be sent passes what sending asks: what is blocking there refuses the file, the rest is remarked.

    What waits for a justification is remarked too: the long file has no place for one.
    """
    fautes: list[Faute] = []
    remarques: list[Faute] = []
    for cree, lu in zip(crees, lus, strict=True):
        for situee in anomalies_du_bilan(cree) if cree.etat in ETATS_ENVOYES else ():
            departement = situee.feuille.departement if situee.feuille else None
            dite = Faute(lu.ligne_de(departement, situee.anomalie.cellules), situee.anomalie.message)
            (fautes if situee.est_bloquante else remarques).append(dite)
    if fautes:
        raise ImportRefuse(fautes)
    return tuple(sorted(remarques))


# What the file or the database says of a bilan: name, type and state, then answers by département.
Contenu = tuple[tuple[str, str, str], dict[str, Reponses]]


def _contenu(bilan: BilanLu) -> Contenu:
    return (bilan.structure, bilan.type_structure, bilan.etat), dict(bilan.feuilles)


def _connus(sirets: set[str], exercice: int) -> dict[str, Contenu]:
    """What the campaign already has of these structures."""
    campagne = Campagne.objects.filter(exercice=exercice).first()
    connus: dict[str, Contenu] = {}
    if campagne is None or not campagne.bilans.filter(structure__siret__in=sirets).exists():
        return connus
    for feuille in feuilles_extraites(Perimetre(campagne=campagne, etats=Etats.TOUS)):
        if feuille.siret in sirets:
            identite = (feuille.structure, feuille.type_structure, feuille.etat)
            connus.setdefault(feuille.siret, (identite, {}))[1][feuille.departement] = feuille.reponses
    return connus


def _deja_la(bilans: list[BilanLu], connus: dict[str, Contenu], exercice: int) -> list[Faute]:
    """A fault for each bilan of the file that the campaign already has, otherwise filled."""
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
