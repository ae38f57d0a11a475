"""When things happen in the demonstration, whatever the day it is loaded: the last campaign is always in course."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from .jeu import EXERCICES


@dataclass(frozen=True, kw_only=True)
class Calendrier:
    """The dates of a campaign. `vecu_jusqu_au`: the last day on which something may have happened by now."""

    ouvre_le: date
    envoi_jusqu_au: date
    examen_jusqu_au: date
    vecu_jusqu_au: date

    def moment(self, part: float, *, rang: int = 0) -> datetime:
        """Office hours of a day between the opening (0) and the last day lived (1)."""
        jours = (self.vecu_jusqu_au - self.ouvre_le).days
        return a_heure(self.ouvre_le + timedelta(days=int(jours * part)), rang)


def a_heure(jour: date, rang: int = 0) -> datetime:
    """An hour of the working day in Paris, which varies with `rang`."""
    heure = time(9 + rang % 8, rang * 13 % 60)
    return datetime.combine(jour, heure, tzinfo=timezone.get_default_timezone())


def calendrier(exercice: int, *, le: datetime) -> Calendrier:
    """Past campaigns ran in the spring that followed their exercice; the last one is open on the day of loading."""
    if exercice != EXERCICES[-1]:
        return Calendrier(
            ouvre_le=date(exercice + 1, 1, 15),
            envoi_jusqu_au=date(exercice + 1, 3, 31),
            examen_jusqu_au=date(exercice + 1, 5, 31),
            vecu_jusqu_au=date(exercice + 1, 5, 31),
        )
    jour = timezone.localdate(le)
    ouvre_le = jour - timedelta(days=45)
    if ouvre_le.year == exercice and jour >= date(exercice + 1, 1, 15):
        ouvre_le = date(exercice + 1, 1, 2)  # a campaign opens once the year is over, when the day allows it
    return Calendrier(
        ouvre_le=ouvre_le,
        envoi_jusqu_au=jour + timedelta(days=75),
        examen_jusqu_au=jour + timedelta(days=135),
        vecu_jusqu_au=jour - timedelta(days=1),
    )
