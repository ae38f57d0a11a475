"""How fast a structure answers: over its last thirty candidatures of the last twelve months.

A candidature counts once answered, or once the promised day is over. One that nobody answered counts against: its time
is what the person waited, until it ended or until today, and it is never answered within the promise.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from statistics import median
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.socle.nombres import ecrire_nombre, ecrire_pourcentage, quantite

from ...enums import ETATS_TERMINES
from ...metier.reglages import reglages
from ...models import Candidature

if TYPE_CHECKING:
    from espace_structures.structures.models import Structure

DERNIERES = 30
PERIODE = timedelta(days=365)
MINIMUM = 5  # below, one candidature would weigh too much


@dataclass(frozen=True, kw_only=True)
class Reactivite:
    """`mediane` in days and `part` (0 to 1) are None while there are too few candidatures."""

    nombre: int
    mediane: float | None = None
    part: float | None = None

    @property
    def suffisante(self) -> bool:
        return self.mediane is not None

    @property
    def phrase(self) -> str:
        """What people read."""
        if self.mediane is None or self.part is None:
            return _("Pas encore assez de candidatures pour mesurer les délais de réponse.")
        jours = ngettext("%(jours)s jour", "%(jours)s jours", quantite(self.mediane)) % {
            "jours": ecrire_nombre(self.mediane)
        }
        return _("Première réponse en %(jours)s (délai médian) ; %(part)s des réponses dans le délai promis.") % {
            "jours": jours,
            "part": ecrire_pourcentage(self.part, 0),
        }


def reactivite_de(structure: Structure, *, jour: date) -> Reactivite:
    """That of one structure."""
    return reactivites([structure.pk], jour=jour).get(structure.pk, Reactivite(nombre=0))


def reactivites(structures: Iterable[int], *, jour: date) -> dict[int, Reactivite]:
    """Those of several structures, by primary key, in one query; a structure that received nothing is absent."""
    delai = timedelta(days=reglages().delai_reponse)
    mesures: dict[int, list[tuple[int, bool]]] = defaultdict(list)
    for ligne in (
        Candidature.objects.filter(
            structure__in=list(structures), recue_le__isnull=False, recue_le__date__gte=jour - PERIODE
        )
        .order_by("-recue_le", "-pk")
        .values("structure_id", "recue_le", "promise_le", "repondue_le", "etat", "etat_depuis")
    ):
        siennes = mesures[ligne["structure_id"]]
        if len(siennes) < DERNIERES and (mesure := _mesurer(ligne, jour, delai)) is not None:
            siennes.append(mesure)
    return {structure: _resumer(siennes) for structure, siennes in mesures.items()}


def _mesurer(ligne: dict, jour: date, delai: timedelta) -> tuple[int, bool] | None:
    """Days to the first answer, and whether it kept the promise; None while the structure still has time."""
    recue = timezone.localdate(ligne["recue_le"])
    promise = ligne["promise_le"] or recue + delai
    if ligne["repondue_le"] is not None:
        repondue = timezone.localdate(ligne["repondue_le"])
        return (repondue - recue).days, repondue <= promise
    fin = timezone.localdate(ligne["etat_depuis"]) if ligne["etat"] in ETATS_TERMINES else jour
    return ((fin - recue).days, False) if fin > promise else None


def _resumer(mesures: list[tuple[int, bool]]) -> Reactivite:
    if len(mesures) < MINIMUM:
        return Reactivite(nombre=len(mesures))
    return Reactivite(
        nombre=len(mesures),
        mediane=median(jours for jours, _tenue in mesures),
        part=sum(tenue for _jours, tenue in mesures) / len(mesures),
    )
