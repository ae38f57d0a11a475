"""What funders have to do: the bilans to examine, the oldest first, and how far the campaign has come."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils import timezone

from espace_structures.bilans.enums import EtatBilan
from espace_structures.bilans.libelles import phrase_depuis
from espace_structures.bilans.metier.suivi import Compteurs, compter_par_campagne
from espace_structures.bilans.models import Bilan
from espace_structures.structures.droits import Appartenances

if TYPE_CHECKING:
    pass

A_EXAMINER = 5


@dataclass(frozen=True)
class BilanAExaminer:
    titre: str
    depuis: str
    adresse: str


@dataclass(frozen=True)
class AFaireFinanceur:
    """`premiers`: the oldest to examine, whatever their campaign; `compteurs`: of the latest campaign."""

    financeurs: list[str]
    a_examiner: int
    premiers: list[BilanAExaminer]
    peut_instruire: bool
    exercice: int | None
    compteurs: Compteurs


def a_faire_financeur(liens: Appartenances, *, jour: date) -> AFaireFinanceur | None:
    """What the funders of this account have to examine; None when it belongs to none."""
    if not liens.est_financeur:
        return None
    bilans = Bilan.objects.dans_perimetre(liens.financeurs()).filter(campagne__ouverte_le__isnull=False)
    par_campagne = compter_par_campagne(bilans, jour=jour)
    premiers = bilans.filter(etat=EtatBilan.TRANSMIS).select_related("campagne").order_by("transmis_le", "pk")
    exercice = next(iter(par_campagne), None)
    return AFaireFinanceur(
        financeurs=sorted(str(financeur) for financeur in liens.financeurs()),
        a_examiner=sum(compteurs.transmis for compteurs in par_campagne.values()),
        premiers=[
            BilanAExaminer(
                titre=str(bilan),
                depuis=phrase_depuis(timezone.localdate(bilan.transmis_le), jour),
                adresse=reverse("espace:bilan", args=[bilan.pk]),
            )
            for bilan in premiers[:A_EXAMINER]
        ],
        peut_instruire=bool(liens.financeurs(instructeur=True)),
        exercice=exercice,
        compteurs=par_campagne.get(exercice, Compteurs()),
    )
