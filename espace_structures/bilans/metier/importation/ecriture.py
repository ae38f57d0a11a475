"""Writing the bilans of a file: structures, bilans, sheets, then answers by batches."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from decimal import Decimal
from itertools import islice

from django.utils.translation import gettext as _
from wagtail.log_actions import log

from espace_structures.structures.models import Implantation, Structure

from ... import journal
from ...enums import ETATS_LUS_PAR_FINANCEUR, EtatBilan
from ...models import Bilan, Campagne, Feuille, Reponse
from .controle import BilanLu

LOT = 5_000


def ecrire_bilans(
    campagne: Campagne, bilans: list[BilanLu], *, le: datetime, progresser: Callable[[str, int], None]
) -> tuple[list[Bilan], int, int]:
    """Creates everything; returns the bilans, how many structures and how many answers. Call in a transaction."""
    structures, creees = _structures(bilans)
    crees = Bilan.objects.bulk_create((_bilan(campagne, structures[lu.siret], lu, le) for lu in bilans), batch_size=LOT)
    feuilles = Feuille.objects.bulk_create(
        (
            Feuille(
                bilan=cree, departement=departement, version=bool(reponses), enregistree_le=le if reponses else None
            )
            for cree, lu in zip(crees, bilans, strict=True)
            for departement, reponses in lu.feuilles.items()
        ),
        batch_size=LOT,
    )
    cellules = dict(campagne.cellules.values_list("code", "pk"))
    contenus = (reponses for lu in bilans for reponses in lu.feuilles.values())
    total = 0
    a_ecrire = _reponses(zip(feuilles, contenus, strict=True), cellules)
    while lot := list(islice(a_ecrire, LOT)):
        Reponse.objects.bulk_create(lot)
        total += len(lot)
        progresser(_("réponses enregistrées"), total)
    log(instance=campagne, action=journal.IMPORTER, timestamp=le, data={"bilans": len(crees), "reponses": total})
    return crees, creees, total


def _structures(bilans: list[BilanLu]) -> tuple[dict[str, Structure], int]:
    """The structures by SIRET; those that are missing are created, acting in the départements of the file.

    A structure that exists is left as it is: the bilan keeps the name and the type that the file gives.
    """
    connues = {structure.siret: structure for structure in Structure.objects.all()}
    nouvelles = [lu for lu in bilans if lu.siret not in connues]
    creees = Structure.objects.bulk_create(
        (Structure(nom=lu.structure, siret=lu.siret, type=lu.type_structure) for lu in nouvelles), batch_size=LOT
    )
    Implantation.objects.bulk_create(
        (
            Implantation(structure=creee, departement=departement)
            for creee, lu in zip(creees, nouvelles, strict=True)
            for departement in lu.feuilles
        ),
        batch_size=LOT,
    )
    return connues | {creee.siret: creee for creee in creees}, len(creees)


def _bilan(campagne: Campagne, structure: Structure, lu: BilanLu, le: datetime) -> Bilan:
    """The dates that a state asks for are those of the import."""
    return Bilan(
        campagne=campagne,
        structure=structure,
        nom_structure=lu.structure,
        type_structure=lu.type_structure,
        etat=lu.etat,
        transmis_le=le if lu.etat in ETATS_LUS_PAR_FINANCEUR else None,
        valide_le=le if lu.etat == EtatBilan.VALIDE else None,
        motif_renvoi=_("Repris d’un import : le motif d’origine n’est pas connu.")
        if lu.etat == EtatBilan.A_COMPLETER
        else "",
    )


def _reponses(
    feuilles: Iterable[tuple[Feuille, dict[str, Decimal | str]]], cellules: dict[str, int]
) -> Iterator[Reponse]:
    for feuille, reponses in feuilles:
        for code, valeur in reponses.items():
            if isinstance(valeur, Decimal):
                yield Reponse(feuille=feuille, cellule_id=cellules[code], nombre=valeur)
            else:
                yield Reponse(feuille=feuille, cellule_id=cellules[code], texte=valeur)
