"""The rows of the inbox, in the words of the screen: a fixed number of queries whatever their number."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from django.db.models import Count, F, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from espace_structures.vitrines.models import FichePage
from portal.socle.dates import date_longue, jours_restants
from portal.socle.geographie.communes import commune
from portal.socle.geographie.distance import distance_km

from ...enums import Auteur, EtatAppel, EtatCandidature, Modalite
from ...models import AppelBenevoles, Benevole, Candidature
from .doublons import a_doublon

if TYPE_CHECKING:
    from espace_structures.comptes.models import Compte


class _Position(NamedTuple):
    latitude: float
    longitude: float


@dataclass(frozen=True, kw_only=True)
class LigneBoite:
    """A candidature as the list shows it."""

    candidature: Candidature
    lieu: str
    offre: str
    echeance: str
    en_retard: bool
    non_lus: int
    a_doublon: bool
    rang: int | None  # on the waiting list of its structure


def lire_les_lignes(candidatures: Sequence[Candidature], *, compte: Compte, jour: date) -> list[LigneBoite]:
    """The rows of a page, fetched by `pour_la_liste`."""
    positions = _positions({une.structure_id for une in candidatures if une.structure_id})
    rangs = _rangs({une.structure_id for une in candidatures if une.structure_id})
    doubles = a_doublon([une.benevole_id for une in candidatures], compte)
    return [
        LigneBoite(
            candidature=une,
            lieu=_lieu(une.benevole, positions.get(une.structure_id)),
            offre=offre_en_mots(une.benevole),
            echeance=echeance_en_mots(une, jour),
            en_retard=est_en_retard(une, jour),
            non_lus=une.non_lus,
            a_doublon=une.benevole_id in doubles,
            rang=rangs.get(une.pk),
        )
        for une in candidatures
    ]


def pour_la_liste(candidatures: QuerySet[Candidature]) -> QuerySet[Candidature]:
    """With what a row shows."""
    return (
        candidatures.select_related("benevole", "structure", "appel", "confiee_a")
        .prefetch_related("etiquettes")
        .annotate(
            non_lus=Count(
                "messages",
                filter=Q(messages__auteur=Auteur.CANDIDAT, messages__lu_le__isnull=True),
                distinct=True,
            )
        )
    )


def compter_par_etat(candidatures: QuerySet[Candidature]) -> Counter[str]:
    """How many in each state: one query."""
    lignes = candidatures.order_by().values_list("etat").annotate(nombre=Count("pk", distinct=True))
    return Counter(dict(lignes))


def places_libres(appels: QuerySet[AppelBenevoles]) -> list[AppelBenevoles]:
    """Calls that have places again while people wait for one: each with `attendent`, how many."""

    def compte(etat: EtatCandidature) -> Count:
        return Count("candidatures", filter=Q(candidatures__etat=etat), distinct=True)

    return list(
        appels.filter(etat=EtatAppel.PUBLIE)
        .annotate(attendent=compte(EtatCandidature.LISTE_ATTENTE), acceptees=compte(EtatCandidature.ACCEPTEE))
        .filter(attendent__gt=0, acceptees__lt=F("places"))
        .order_by("titre", "pk")
    )


def est_en_retard(candidature: Candidature, jour: date) -> bool:
    """Still new and without a word, the promised day being over."""
    return _attend(candidature) and candidature.promise_le < jour


def echeance_en_mots(candidature: Candidature, jour: date) -> str:
    """By when one must answer, as one says it; empty once answered."""
    if not _attend(candidature):
        return ""
    restants = jours_restants(candidature.promise_le, jour)
    if restants < 0:
        return ngettext("en retard d’un jour", "en retard de %(jours)s jours", -restants) % {"jours": -restants}
    if restants == 0:
        return _("à répondre aujourd’hui")
    if restants == 1:
        return _("à répondre demain au plus tard")
    return _("à répondre avant le %(jour)s") % {"jour": date_longue(candidature.promise_le)}


def offre_en_mots(benevole: Benevole) -> str:
    """What the person offers, in a few words: « régulier, le week-end, à distance »."""
    mots = [
        (benevole.regulier, _("accompagnement régulier")),
        (benevole.ponctuel, _("coup de main")),
        (benevole.immersion, _("immersion")),
        (benevole.en_semaine, _("en journée")),
        (benevole.en_soiree, _("le soir")),
        (benevole.le_week_end, _("le week-end")),
        (benevole.modalite == Modalite.DISTANCE, _("à distance")),
        (benevole.modalite == Modalite.LES_DEUX, _("sur place ou à distance")),
    ]
    dits = ", ".join(mot for dit, mot in mots if dit)
    return " – ".join(filter(None, (benevole.metier or benevole.get_secteur_display(), dits)))


def _attend(candidature: Candidature) -> bool:
    return (
        candidature.etat == EtatCandidature.NOUVELLE
        and candidature.repondue_le is None
        and candidature.promise_le is not None
    )


def _lieu(benevole: Benevole, position: _Position | None) -> str:
    ici = commune(benevole.code_commune)
    if ici is None:
        return ""
    if position is None:
        return ici.libelle
    distance = distance_km(ici, position)
    if distance < 1:
        return _("%(commune)s, à moins d’un kilomètre") % {"commune": ici.libelle}
    return _("%(commune)s, à %(distance)s km") % {"commune": ici.libelle, "distance": round(distance)}


def _positions(structures: set[int]) -> dict[int, _Position]:
    """Where the sheets of these structures are."""
    lignes = FichePage.objects.filter(structure__in=structures, latitude__isnull=False, longitude__isnull=False)
    return {
        structure: _Position(latitude, longitude)
        # The published sheet comes last, and is the one that stays.
        for structure, latitude, longitude in lignes.order_by("live", "pk").values_list(
            "structure_id", "latitude", "longitude"
        )
    }


def _rangs(structures: set[int]) -> dict[int, int]:
    """The place of each candidature on the waiting list of its structure."""
    attente = Candidature.objects.filter(etat=EtatCandidature.LISTE_ATTENTE, structure__in=structures)
    rangs, vues = {}, Counter()
    for pk, structure in attente.order_by("etat_depuis", "pk").values_list("pk", "structure_id"):
        vues[structure] += 1
        rangs[pk] = vues[structure]
    return rangs
