"""What the animation régionale watches: the campaigns, and the structures that nobody can sign for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import ngettext

from espace_structures.bilans.metier.suivi import Compteurs, compter_par_campagne
from espace_structures.bilans.models import Bilan, Campagne
from espace_structures.structures.droits import Appartenances
from espace_structures.structures.models import Structure

from .lignes import LigneAFaire

if TYPE_CHECKING:
    from espace_structures.comptes.models import Compte

CAMPAGNES = 3
NOMS = 8


@dataclass(frozen=True)
class SuiviCampagne:
    """A campaign: its dates, and where its bilans stand."""

    exercice: int
    ouvre_le: date
    envoi_jusqu_au: date
    examen_jusqu_au: date
    est_gelee: bool
    compteurs: Compteurs


@dataclass(frozen=True)
class AFaireAnimation:
    campagnes: list[SuiviCampagne]
    sans_responsable: list[str]  # the first names
    autres_sans_responsable: int

    @property
    def ligne_sans_responsable(self) -> LigneAFaire | None:
        """How many structures nobody runs any more; None when each has somebody."""
        nombre = len(self.sans_responsable) + self.autres_sans_responsable
        if not nombre:
            return None
        texte = ngettext(
            "%(nombre)s structure n’a plus de personne responsable.",
            "%(nombre)s structures n’ont plus de personne responsable.",
            nombre,
        ) % {"nombre": nombre}
        return LigneAFaire("attention", texte, reverse("espace:structures-sans-responsable"))


def a_faire_animation(compte: Compte, *, jour: date) -> AFaireAnimation | None:
    """What the animation watches; None for anybody else."""
    if not Appartenances.de(compte).est_animation:
        return None
    par_campagne = compter_par_campagne(Bilan.objects.all(), jour=jour)
    orphelines = list(Structure.objects.sans_responsable().order_by("nom").values_list("nom", flat=True))
    return AFaireAnimation(
        campagnes=[
            SuiviCampagne(
                exercice=campagne.exercice,
                ouvre_le=campagne.ouvre_le,
                envoi_jusqu_au=campagne.envoi_jusqu_au,
                examen_jusqu_au=campagne.examen_jusqu_au,
                est_gelee=campagne.est_gelee,
                compteurs=par_campagne.get(campagne.exercice, Compteurs()),
            )
            for campagne in Campagne.objects.order_by("-exercice")[:CAMPAGNES]
        ],
        sans_responsable=orphelines[:NOMS],
        autres_sans_responsable=len(orphelines[NOMS:]),
    )
