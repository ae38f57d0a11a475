"""« Orientez-moi » : which structures to propose to a person, in which order, and why.

`classer` is pure: facts in, proposals out. `proposer` loads the facts in a fixed number of queries.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

from django.db.models import Count, Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from espace_structures.vitrines.models import FichePage
from portal.socle.geographie.communes import commune
from portal.socle.geographie.distance import distance_km

from ...enums import EtatCandidature, Forme, Modalite, Secteur
from ...models import AppelBenevoles, Candidature

if TYPE_CHECKING:
    from espace_structures.structures.models import Structure

    from ...models import Benevole

PROCHE_KM = 1.5  # between the centres of neighbouring communes: the same place
POINTS_DISTANCE, DANS_LE_RAYON, A_DISTANCE = 50.0, 20.0, 55.0
POINTS_PUBLIC, PUBLICS_COMPTES = 8.0, 3
POINTS_SECTEUR, POINTS_FORME, POINTS_PLACES = 15.0, 10.0, 5.0
ATTENTE_MAXIMALE = 10  # unanswered candidatures: beyond, a structure is no more overwhelmed


@dataclass(frozen=True)
class Point:
    latitude: float
    longitude: float


@dataclass(frozen=True, kw_only=True)
class Profil:
    """What matters of the person."""

    lieu: Point | None = None
    rayon_km: int = 10
    modalite: str = ""
    formes: frozenset[str] = frozenset()
    secteur: str = ""
    publics: frozenset[int] = frozenset()

    @property
    def accepte_la_distance(self) -> bool:
        return self.modalite in (Modalite.DISTANCE, Modalite.LES_DEUX)


@dataclass(frozen=True, kw_only=True)
class Besoin:
    """What matters of an open call."""

    appel: Any
    forme: str
    modalite: str
    secteurs: frozenset[str] = frozenset()
    places: int = 1

    @property
    def est_a_distance(self) -> bool:
        return self.modalite in (Modalite.DISTANCE, Modalite.LES_DEUX)


@dataclass(frozen=True, kw_only=True)
class Piste:
    """What matters of a structure."""

    structure: Any
    fiche: Any = None
    lieux: tuple[Point, ...] = ()
    publics: dict[int, str] = field(default_factory=dict)  # name by key
    besoins: tuple[Besoin, ...] = ()
    sans_reponse: int = 0
    active: bool = True


@dataclass(frozen=True, kw_only=True)
class Proposition:
    """A structure to propose, the call that fits best (None without any), and the reasons, as sentences."""

    structure: Structure
    fiche: FichePage
    distance_km: float | None
    raisons: list[str]
    appel: AppelBenevoles | None
    score: float


def classer(
    profil: Profil, pistes: Iterable[Piste], *, exclues: Collection[int] = (), limite: int = 5
) -> list[Proposition]:
    """The best first. Ties go to the nearest, then by name: the same facts always give the same order."""
    proposees = [
        _proposition(profil, piste)
        for piste in pistes
        if piste.active and piste.structure.pk not in exclues and _a_portee(profil, piste)
    ]
    proposees.sort(
        key=lambda une: (
            -une.score,
            une.distance_km if une.distance_km is not None else float("inf"),
            une.structure.nom.casefold(),
            une.structure.pk,
        )
    )
    return proposees[:limite]


def proposer(benevole: Benevole, *, jour: date, exclues: Collection[int] = (), limite: int = 5) -> list[Proposition]:
    """What to propose to this person on this day; `exclues`: keys of structures never to propose."""
    return classer(profil_de(benevole), _pistes(jour), exclues=exclues, limite=limite)


def profil_de(benevole: Benevole) -> Profil:
    """One query: the publics."""
    lieu = commune(benevole.code_commune)
    formes = {Forme.REGULIER: benevole.regulier, Forme.PONCTUEL: benevole.ponctuel, Forme.IMMERSION: benevole.immersion}
    return Profil(
        lieu=Point(lieu.latitude, lieu.longitude) if lieu else None,
        rayon_km=benevole.rayon_km,
        modalite=benevole.modalite,
        formes=frozenset(str(forme) for forme, voulue in formes.items() if voulue),
        secteur=benevole.secteur,
        publics=frozenset(benevole.publics.values_list("pk", flat=True)),
    )


def _distance(profil: Profil, piste: Piste) -> float | None:
    """From the nearest of its places; None when either is unknown or when only remote help is wanted."""
    if profil.lieu is None or profil.modalite == Modalite.DISTANCE:
        return None
    return min((distance_km(profil.lieu, lieu) for lieu in piste.lieux), default=None)


def _joignable_a_distance(profil: Profil, piste: Piste) -> bool:
    return profil.accepte_la_distance and any(besoin.est_a_distance for besoin in piste.besoins)


def _a_portee(profil: Profil, piste: Piste) -> bool:
    """Nobody is sent three times further than they said, unless they may help from home."""
    distance = _distance(profil, piste)
    return distance is None or distance <= max(3 * profil.rayon_km, 30) or _joignable_a_distance(profil, piste)


def _proposition(profil: Profil, piste: Piste) -> Proposition:
    distance = _distance(profil, piste)
    besoin = max(piste.besoins, key=lambda un: _convenance(profil, un), default=None)
    communs = [nom for pk, nom in piste.publics.items() if pk in profil.publics]
    return Proposition(
        structure=piste.structure,
        fiche=piste.fiche,
        distance_km=distance,
        raisons=_raisons(profil, piste, distance=distance, communs=communs, besoin=besoin),
        appel=besoin.appel if besoin else None,
        score=_points_distance(profil, piste, distance)
        + POINTS_PUBLIC * min(len(communs), PUBLICS_COMPTES)
        + (_points_besoin(profil, besoin) if besoin else 0)
        - min(piste.sans_reponse, ATTENTE_MAXIMALE),
    )


def _points_distance(profil: Profil, piste: Piste, distance: float | None) -> float:
    a_distance = A_DISTANCE if _joignable_a_distance(profil, piste) else 0.0
    if distance is None:
        return a_distance
    proche = max(0.0, POINTS_DISTANCE * (1 - distance / 100)) + (DANS_LE_RAYON if distance <= profil.rayon_km else 0)
    return max(proche, a_distance)


def _points_besoin(profil: Profil, besoin: Besoin) -> float:
    return (
        (POINTS_SECTEUR if profil.secteur in besoin.secteurs else 0)
        + (POINTS_FORME if _convient(profil, besoin) else 0)
        + (POINTS_PLACES if besoin.places > 0 else 0)
    )


def _convenance(profil: Profil, besoin: Besoin) -> tuple[float, int]:
    """The oldest of equal calls."""
    return _points_besoin(profil, besoin), -besoin.appel.pk


def _convient(profil: Profil, besoin: Besoin) -> bool:
    """Both the form and the way: in person or remote."""
    voie = Modalite.LES_DEUX in (profil.modalite, besoin.modalite) or profil.modalite in ("", besoin.modalite)
    return voie and besoin.forme in profil.formes


def _raisons(
    profil: Profil, piste: Piste, *, distance: float | None, communs: list[str], besoin: Besoin | None
) -> list[str]:
    raisons = []
    if distance is not None and distance < PROCHE_KM:
        raisons.append(_("Tout près de chez vous"))
    elif distance is not None:
        raisons.append(_("À %(km)d km de chez vous") % {"km": round(distance)})
    if _joignable_a_distance(profil, piste):
        raisons.append(_("Propose d’aider à distance"))
    if communs:
        raisons.append(_("Accueille : %(publics)s") % {"publics": ", ".join(communs)})
    if besoin is not None:
        raisons += _raisons_du_besoin(profil, besoin)
    if not raisons:
        raisons.append(_("Accompagne des personnes vers l’emploi dans la région"))
    return raisons


def _raisons_du_besoin(profil: Profil, besoin: Besoin) -> list[str]:
    if besoin.places <= 0:
        return []
    if profil.secteur in besoin.secteurs:
        phrase = ngettext(
            "Cherche %(places)d personne du secteur « %(secteur)s »",
            "Cherche %(places)d personnes du secteur « %(secteur)s »",
            besoin.places,
        )
        return [phrase % {"places": besoin.places, "secteur": Secteur(profil.secteur).label}]
    if _convient(profil, besoin):
        phrase = ngettext(
            "Cherche %(places)d personne pour : %(forme)s",
            "Cherche %(places)d personnes pour : %(forme)s",
            besoin.places,
        )
        return [phrase % {"places": besoin.places, "forme": str(Forme(besoin.forme).label).lower()}]
    return []


# --- The facts -------------------------------------------------------------------------------------------------------


def _pistes(jour: date) -> list[Piste]:
    """Every active structure with a published sheet: seven queries, whatever their number."""
    besoins = _besoins(jour)
    attentes = dict(
        Candidature.objects.sans_reponse()
        .filter(structure__isnull=False)
        .order_by()
        .values_list("structure")
        .annotate(nombre=Count("pk"))
    )
    fiches = FichePage.objects.live().public().sources().de_structures_actives().select_related("structure")
    return [
        Piste(
            structure=fiche.structure,
            fiche=fiche,
            lieux=tuple(
                Point(lieu.latitude, lieu.longitude)
                for lieu in [fiche, *fiche.antennes.all()]
                if lieu.latitude is not None and lieu.longitude is not None
            ),
            publics={un.pk: str(un) for un in fiche.publics.all()},
            besoins=tuple(besoins.get(fiche.structure_id, ())),
            sans_reponse=attentes.get(fiche.structure_id, 0),
        )
        for fiche in fiches.prefetch_related("publics", "antennes")
    ]


def _besoins(jour: date) -> dict[int, list[Besoin]]:
    """Open calls of each structure, with the places left."""
    acceptees = Count("candidatures", filter=Q(candidatures__etat=EtatCandidature.ACCEPTEE))
    ouverts: dict[int, list[Besoin]] = {}
    for appel in AppelBenevoles.objects.ouverts(jour).annotate(prises=acceptees).prefetch_related("secteurs"):
        besoin = Besoin(
            appel=appel,
            forme=appel.forme,
            modalite=appel.modalite,
            secteurs=frozenset(un.secteur for un in appel.secteurs.all()),
            places=max(0, appel.places - appel.prises),
        )
        ouverts.setdefault(appel.structure_id, []).append(besoin)
    return ouverts
