"""The board of the animation: what becomes of the candidatures of a year, and which structures need a call.

Candidatures received, answered and accepted are counted live and in the counters that erased files left
(`metier.compteurs`): past figures do not move. Campaign, meeting and engagement are not in those counters; they speak
of the files still kept, and the screen says so.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Count, Exists, OuterRef, Q
from django.utils.translation import gettext as _

from espace_structures.structures.enums import StatutStructure, TypeStructure
from espace_structures.structures.models import Structure
from portal.socle.geographie import nom_departement

from ...candidatures.metier.reactivite import Reactivite, reactivites
from ...enums import EtatCandidature, Mesure, Source
from ...metier.compteurs import DES_CANDIDATURES, Denombrement, compter_candidatures
from ...metier.reglages import reglages
from ...models import AppelBenevoles, Candidature, Engagement


@dataclass(frozen=True, kw_only=True)
class EtapeDeLEntonnoir:
    """A step of the funnel; `largeur`: of its bar, out of a hundred."""

    libelle: str
    nombre: int
    largeur: int
    conservees: bool = False  # counted in the files still kept only


@dataclass(frozen=True, kw_only=True)
class Decoupe:
    """The candidatures of the year by something: label, received, answered, accepted."""

    code: str
    titre: str
    lignes: list[tuple[str, int, int, int]]


@dataclass(frozen=True, kw_only=True)
class Suivi:
    """A structure: how fast it answers, what is late, calls open."""

    structure: Structure
    reactivite: Reactivite
    en_retard: int
    appels: int


@dataclass(frozen=True, kw_only=True)
class Entonnoir:
    annee: int
    etapes: list[EtapeDeLEntonnoir]
    decoupes: list[Decoupe]


def entonnoir(annee: int, *, le: datetime) -> Entonnoir:
    """The funnel of the candidatures received in a year, and its breakdowns."""
    lignes = compter_candidatures(annee)
    return Entonnoir(annee=annee, etapes=_etapes(lignes, annee, le), decoupes=_decoupes(lignes, annee))


def annees(jour: date) -> list[int]:
    """Years that the board shows, latest first: this one and the four before."""
    return list(range(jour.year, jour.year - 5, -1))


def _etapes(lignes: list[Denombrement], annee: int, le: datetime) -> list[EtapeDeLEntonnoir]:
    sommes = {
        mesure: sum(ligne.nombre for ligne in lignes if ligne.mesure == mesure.value) for mesure in DES_CANDIDATURES
    }
    engages = Engagement.objects.en_cours().filter(candidature=OuterRef("pk"))
    vivantes = Candidature.objects.aggregate(
        # Sent, not only begun: the stepped form writes a draft from its first step.
        a_confirmer=Count(
            "pk",
            filter=Q(etat=EtatCandidature.A_CONFIRMER, creee_le__year=annee, benevole__consentement_le__isnull=False),
        ),
        rencontrees=Count("pk", filter=Q(recue_le__year=annee) & Q(rencontre_le__lte=le)),
        engagees=Count("pk", filter=Q(recue_le__year=annee) & Exists(engages)),
    )
    recues = sommes[Mesure.CANDIDATURE]
    deposees = recues + vivantes["a_confirmer"]
    etapes = [
        (_("Déposées"), deposees, False),
        (_("Confirmées"), recues, False),
        (_("Répondues"), sommes[Mesure.REPONDUE], False),
        (_("Rencontrées"), vivantes["rencontrees"], True),
        (_("Candidatures acceptées"), sommes[Mesure.ACCEPTEE], False),
        (_("Toujours engagées"), vivantes["engagees"], True),
    ]
    return [
        EtapeDeLEntonnoir(
            libelle=libelle,
            nombre=nombre,
            largeur=round(100 * nombre / deposees) if deposees else 0,
            conservees=conservees,
        )
        for libelle, nombre, conservees in etapes
    ]


def _decoupes(lignes: list[Denombrement], annee: int) -> list[Decoupe]:
    types = dict(Structure.objects.values_list("pk", "type"))

    def type_de(ligne: Denombrement) -> str:
        if ligne.structure is None:
            return _("Animation régionale")
        return str(TypeStructure(types[ligne.structure]).label)

    return [
        _decouper("source", _("Comment les personnes nous ont connus"), lignes, _source_de),
        _decouper("departement", _("Département où elles habitent"), lignes, _departement_de),
        _decouper("type", _("Type de structure"), lignes, type_de),
        _par_campagne(annee),
    ]


def _source_de(ligne: Denombrement) -> str:
    return str(Source(ligne.source).label) if ligne.source else _("Non renseigné")


def _departement_de(ligne: Denombrement) -> str:
    return nom_departement(ligne.departement) if ligne.departement else _("Non renseigné")


def _decouper(code: str, titre: str, lignes: list[Denombrement], intitule: Callable[[Denombrement], str]) -> Decoupe:
    comptes: dict[str, dict[str, int]] = {}
    for ligne in lignes:
        siens = comptes.setdefault(intitule(ligne), {})
        siens[ligne.mesure] = siens.get(ligne.mesure, 0) + ligne.nombre
    rangees = [
        (nom, *(siens.get(mesure.value, 0) for mesure in DES_CANDIDATURES)) for nom, siens in sorted(comptes.items())
    ]
    return Decoupe(code=code, titre=titre, lignes=sorted(rangees, key=lambda rangee: -rangee[1]))


def _par_campagne(annee: int) -> Decoupe:
    """Codes of campaigns, of the files still kept."""
    lignes = (
        Candidature.objects.filter(recue_le__year=annee)
        .exclude(etat=EtatCandidature.A_CONFIRMER)
        .exclude(campagne="")
        .order_by()
        .values_list("campagne")
        .annotate(
            recues=Count("pk"),
            repondues=Count("pk", filter=Q(repondue_le__isnull=False)),
            acceptees=Count("pk", filter=Q(etat=EtatCandidature.ACCEPTEE)),
        )
        .order_by("-recues", "campagne")
    )
    return Decoupe(code="campagne", titre=_("Code de campagne (dossiers encore conservés)"), lignes=list(lignes))


# --- Structures ------------------------------------------------------------------------------------------------------


def suivis(*, jour: date) -> list[Suivi]:
    """Every active structure, the worst first: most late, then the fewest answers within the promise."""
    structures = list(Structure.objects.filter(statut=StatutStructure.ACTIVE).order_by("nom"))
    limite = jour - timedelta(days=reglages().delai_reponse)
    retards = _par_structure(Candidature.objects.sans_reponse().filter(recue_le__date__lte=limite))
    appels = _par_structure(AppelBenevoles.objects.ouverts(jour))
    mesures = reactivites([structure.pk for structure in structures], jour=jour)
    lignes = [
        Suivi(
            structure=structure,
            reactivite=mesures.get(structure.pk, Reactivite(nombre=0)),
            en_retard=retards.get(structure.pk, 0),
            appels=appels.get(structure.pk, 0),
        )
        for structure in structures
    ]
    return sorted(lignes, key=_gravite)


def _par_structure(requete) -> dict[int, int]:
    return dict(requete.order_by().values_list("structure").annotate(nombre=Count("pk")))


def _gravite(ligne: Suivi) -> tuple:
    part = ligne.reactivite.part
    return (-ligne.en_retard, 2.0 if part is None else part, ligne.structure.nom)


def sans_structure():
    """Candidatures that the animation itself follows, the oldest first."""
    return (
        Candidature.objects.ouvertes()
        .filter(structure__isnull=True)
        .select_related("benevole")
        .order_by("recue_le", "pk")
    )
