"""How many, for the bilan and the funnel: what the files still kept say, plus what the erased ones left.

Definitions (domaine.md §2.2 D), for a year and as things stand on a day of it or later:

- mobilised (D1): a season of the engagement begins by that day and overlaps the year; who left before the year, or was
  already paused when it began and until it ended, is not counted;
- new (D5): mobilised, and engaged in this structure since a day of the year; those renewed are the others;
- left (D5): the engagement ended on a day of the year.

Candidatures belong to the year when they were received, whatever the year of the answer, and to the département where
the person lives. An erased file adds to the counters exactly what it counted for on the day it was erased.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.contrib.contenttypes.models import ContentType
from django.db.models import CharField, Count, DateTimeField, Exists, F, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Cast
from django.utils import timezone
from wagtail.models import ModelLogEntry

from portal.socle.geographie.communes import commune

from ..enums import EtatCandidature, Mesure, StatutEngagement
from ..models import Benevole, Candidature, Compteur, Engagement, Saison

if TYPE_CHECKING:
    from espace_structures.structures.models import Structure

DES_ENGAGEMENTS = (Mesure.MOBILISE, Mesure.NOUVEAU, Mesure.SORTI)
DES_CANDIDATURES = (Mesure.CANDIDATURE, Mesure.REPONDUE, Mesure.ACCEPTEE)
PREMIERE_ANNEE = 1993  # the oldest year that a counter holds: that of the first parrainages


@dataclass(frozen=True, kw_only=True)
class Denombrement:
    """A number, with what it is about; `structure` is a primary key, None for the animation régionale."""

    annee: int
    structure: int | None
    departement: str
    mesure: str
    source: str = ""
    sexe: str = ""
    tranche_age: str = ""
    situation: str = ""
    nombre: int = 0


def mobilises(structure: Structure, annee: int, *, jour: date | None = None) -> QuerySet[Engagement]:
    """Engagements of this structure that count as mobilised in this year."""
    return _mobilises(Engagement.objects.filter(structure=structure), annee, jour or date(annee, 12, 31))


def compter(structure: Structure, annee: int, jour: date) -> list[Denombrement]:
    """Measures of engagements of a structure in a year, by département, sexe, age and situation: four queries."""
    vivantes = _des_engagements(Engagement.objects.filter(structure=structure), annee, jour)
    return _additionner(vivantes, Compteur.objects.filter(structure=structure, annee=annee, mesure__in=DES_ENGAGEMENTS))


def compter_candidatures(annee: int, *, structures: Iterable[int] | None = None) -> list[Denombrement]:
    """Measures of candidatures received in a year, by structure, département and source; of all unless told."""
    candidatures = Candidature.objects.filter(recue_le__year=annee)
    laissees = Compteur.objects.filter(annee=annee, mesure__in=DES_CANDIDATURES)
    if structures is not None:
        siennes = list(structures)
        candidatures, laissees = (requete.filter(structure__in=siennes) for requete in (candidatures, laissees))
    return _additionner(_des_candidatures(candidatures), laissees)


def laisser(benevole: Benevole, *, le: datetime) -> None:
    """Adds to the counters what this file counts for; to be called in the transaction that erases it."""
    jour = timezone.localdate(le)
    engagements = Engagement.objects.filter(benevole=benevole)
    comptes = _des_candidatures(Candidature.objects.filter(benevole=benevole))
    for annee in _annees(engagements, jour):
        comptes += _des_engagements(engagements, annee, jour)
    # Always in the same order: two erasures at the same moment wait for each other instead of dying of it.
    for ligne in sorted(comptes, key=_rang):
        _augmenter(ligne, comptes[ligne])


def _augmenter(ligne: Denombrement, nombre: int) -> None:
    axes = {champ: getattr(ligne, champ) for champ in _AXES}
    compteur, _neuf = Compteur.objects.get_or_create(structure_id=ligne.structure, **axes)
    Compteur.objects.filter(pk=compteur.pk).update(nombre=F("nombre") + nombre)


_AXES = ("annee", "departement", "mesure", "source", "sexe", "tranche_age", "situation")


def _rang(ligne: Denombrement) -> tuple:
    return (ligne.structure or 0, *(getattr(ligne, champ) for champ in _AXES))


def _annees(engagements: QuerySet[Engagement], jour: date) -> range:
    """Years that these engagements may count in: from their first day to the day of the erasure."""
    debuts = [*engagements.values_list("depuis", flat=True)]
    debuts += Saison.objects.filter(engagement__in=engagements).values_list("debut", flat=True)
    return range(max(min(debuts, default=jour).year, PREMIERE_ANNEE), jour.year + 1)


def _mobilises(engagements: QuerySet[Engagement], annee: int, jour: date) -> QuerySet[Engagement]:
    premier, dernier = date(annee, 1, 1), date(annee, 12, 31)
    if jour < premier:  # a season that goes on into next year does not count there yet
        return engagements.none()
    saisons = Saison.objects.filter(engagement=OuterRef("pk"), debut__lte=min(dernier, jour), fin__gte=premier)
    # The row says until when a pause lasts; since when is in the log.
    mise_en_pause = (
        ModelLogEntry.objects.filter(
            content_type=ContentType.objects.get_for_model(Engagement),
            object_id=Cast(OuterRef("pk"), CharField()),
            action="benevolat.pause",
        )
        .order_by("-timestamp", "-pk")
        .values("timestamp")[:1]
    )
    return (
        engagements.filter(Exists(saisons))
        .exclude(statut=StatutEngagement.SORTI, sorti_le__lt=premier)
        .alias(en_pause_le=Subquery(mise_en_pause, output_field=DateTimeField()))
        .exclude(
            statut=StatutEngagement.EN_PAUSE,
            pause_jusqu_au__gte=dernier,
            en_pause_le__isnull=False,
            en_pause_le__date__lt=premier,
        )
    )


def _des_engagements(engagements: QuerySet[Engagement], annee: int, jour: date) -> Counter[Denombrement]:
    """Numbers by line (whose own `nombre` stays 0: a line is the key)."""
    actifs = _mobilises(engagements, annee, jour)
    par_mesure = {
        Mesure.MOBILISE: actifs,
        Mesure.NOUVEAU: actifs.filter(depuis__year=annee, depuis__lte=jour),
        Mesure.SORTI: engagements.filter(sorti_le__year=annee, sorti_le__lte=jour),
    }
    comptes: Counter[Denombrement] = Counter()
    for mesure, requete in par_mesure.items():
        for structure, departement, sexe, age, situation, nombre in (
            requete.order_by()
            .values_list(
                "structure_id", "departement", "benevole__sexe", "benevole__tranche_age", "benevole__situation"
            )
            .annotate(nombre=Count("pk"))
        ):
            ligne = Denombrement(
                annee=annee,
                structure=structure,
                departement=departement,
                mesure=mesure.value,
                sexe=sexe,
                tranche_age=age,
                situation=situation,
            )
            comptes[ligne] += nombre
    return comptes


def _des_candidatures(candidatures: QuerySet[Candidature]) -> Counter[Denombrement]:
    comptes: Counter[Denombrement] = Counter()
    for structure, code, source, recue_le, repondue, acceptee, nombre in (
        candidatures.exclude(etat=EtatCandidature.A_CONFIRMER)
        .order_by()
        .values_list("structure_id", "benevole__code_commune", "source", "recue_le")
        .annotate(
            repondue=Count("pk", filter=Q(repondue_le__isnull=False)),
            acceptee=Count("pk", filter=Q(etat=EtatCandidature.ACCEPTEE)),
            nombre=Count("pk"),
        )
    ):
        lieu = commune(code)
        for mesure, combien in zip(DES_CANDIDATURES, (nombre, repondue, acceptee), strict=True):
            if combien:
                ligne = Denombrement(
                    annee=timezone.localdate(recue_le).year,
                    structure=structure,
                    departement=lieu.departement if lieu else "",
                    mesure=mesure.value,
                    source=source,
                )
                comptes[ligne] += combien
    return comptes


def _additionner(vivantes: Counter[Denombrement], laissees: QuerySet[Compteur]) -> list[Denombrement]:
    comptes = Counter(vivantes)
    for structure, *axes, nombre in laissees.order_by().values_list("structure_id", *_AXES).annotate(n=Sum("nombre")):
        comptes[Denombrement(structure=structure, **dict(zip(_AXES, axes, strict=True)))] += nombre
    return [replace(ligne, nombre=comptes[ligne]) for ligne in sorted(comptes, key=_rang) if comptes[ligne]]
