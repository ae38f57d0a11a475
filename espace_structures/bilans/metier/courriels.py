"""Who is told what at each step of a bilan; the words are in `templates/courriels/bilans.<language>.md`."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from espace_structures.comptes.models import Compte
from espace_structures.structures.metier.organisations import animation
from espace_structures.structures.models import Financeur, MembreFinanceur, MembreStructure
from portal.socle import courrier
from portal.socle.courrier import Destinataire, Echeance, Lien
from portal.socle.courrier.destinataires import LANGUE_DU_PROFIL, langue_connue

from ..models import Bilan, Campagne


def financeurs_du_bilan(bilan: Bilan) -> list[Financeur]:
    """The funders that have this bilan in their scope; each is asked: they are a handful, a bilan is sent once."""
    le_bilan = Bilan.objects.filter(pk=bilan.pk)
    financeurs = Financeur.objects.prefetch_related("departements").order_by("pk")
    return [financeur for financeur in financeurs if le_bilan.dans_perimetre([financeur]).exists()]


def instructeurs_du_bilan(bilan: Bilan) -> QuerySet[Compte]:
    """Who may return or validate it at one of its funders; the animation when nobody can, so that it is not lost."""
    membres = MembreFinanceur.objects.actifs().instructeurs().filter(financeur__in=financeurs_du_bilan(bilan))
    instructeurs = Compte.objects.filter(pk__in=membres.values("compte"))
    return instructeurs if instructeurs.exists() else animation()


def membres_de_la_structure(bilan: Bilan) -> QuerySet[Compte]:
    """Everybody who works on the bilan in its structure: those who only read it are not disturbed."""
    membres = MembreStructure.objects.actifs().saisissants().filter(structure=bilan.structure_id)
    return Compte.objects.filter(pk__in=membres.values("compte"))


def prevenir_de_l_ouverture(campagne: Campagne, bilans: Sequence[Bilan]) -> None:
    """To everybody who works on a bilan, with the way to it: one query whatever the number of bilans."""
    comptes: dict[int, list[Destinataire]] = {}
    membres = (
        MembreStructure.objects.actifs().saisissants().filter(structure__in=[bilan.structure_id for bilan in bilans])
    )
    for structure, adresse, langue in membres.values_list(
        "structure_id", "compte__email", f"compte__{LANGUE_DU_PROFIL}"
    ):
        comptes.setdefault(structure, []).append(Destinataire(adresse, langue_connue(langue)))
    for bilan in bilans:
        courrier.envoyer(
            "bilans.campagne_ouverte",
            a=comptes.get(bilan.structure_id, []),
            ouvre_le=campagne.ouvre_le,
            limite=campagne.envoi_jusqu_au,
            **_communes(bilan),
        )


def prevenir_de_la_transmission(bilan: Bilan) -> None:
    """To the instructeurs: a bilan is to be examined."""
    courrier.envoyer(
        "bilans.transmis", a=instructeurs_du_bilan(bilan), commentaire=bilan.commentaire, **_communes(bilan)
    )


def prevenir_du_renvoi(bilan: Bilan, *, le: datetime) -> None:
    """To the structure: what to complete, and until when."""
    valeurs = {"a": membres_de_la_structure(bilan), "motif": bilan.motif_renvoi, **_communes(bilan)}
    if bilan.est_ouvert(timezone.localdate(le)):
        courrier.envoyer("bilans.a_completer", limite=Echeance(bilan.limite()), **valeurs)
    else:
        courrier.envoyer("bilans.a_completer_campagne_close", **valeurs)


def prevenir_de_la_validation(bilan: Bilan, *, commentaire: str) -> None:
    """To the structure: nothing left to do."""
    courrier.envoyer("bilans.valide", a=membres_de_la_structure(bilan), commentaire=commentaire, **_communes(bilan))


def _communes(bilan: Bilan) -> dict[str, Any]:
    return {
        "structure": bilan.nom_structure,
        "exercice": str(bilan.campagne.exercice),  # a year takes no thousands separator
        "lien": Lien("espace:bilan", bilan.pk),
    }
