"""What the screen of a file shows, read in a fixed number of queries; and the line that each reading leaves."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from espace_structures.vitrines.models import FichePage
from portal.socle.dates import date_longue, jours_restants
from portal.socle.geographie.communes import Commune, toutes
from portal.socle.geographie.distance import Lieu, distance_km

from ... import journal
from ...enums import ETATS_EN_COURS, Auteur, Consultation, EtatCandidature
from ...metier.acces import noter_acces
from ...metier.accueil import accueil_de, honorabilite_valable
from ...metier.langues import nom_de_langue
from ...models import AccesDossier, Accueil, Candidature, Message, Note
from .candidatures import structures_deja_vues
from .gestes import gestes_possibles
from .orientation import Proposition, proposer

if TYPE_CHECKING:
    from espace_structures.comptes.models import Compte

ENTRE_DEUX_LECTURES = timedelta(hours=1)


@dataclass(frozen=True)
class Dossier:
    """A file, ready to be shown."""

    candidature: Candidature
    commune: Commune | None
    distance_km: int | None
    langues: list[str]
    echeance: str
    en_retard: bool
    gestes: list[str]
    accueil: Accueil
    exigee: bool  # an attestation of honorability is required
    valable: bool
    messages: list[Message]
    non_lus: int
    notes: list[Note]
    evenements: list[journal.Evenement]


def lire_dossier(candidature: Candidature, *, jour: date) -> Dossier:
    """Everything about one candidature. `candidature` comes from `a_montrer`."""
    commune = toutes().get(candidature.benevole.code_commune)
    accueil = accueil_de(candidature)
    messages = list(candidature.messages.select_related("compte"))
    return Dossier(
        candidature=candidature,
        commune=commune,
        distance_km=_distance(candidature, commune),
        langues=[nom_de_langue(langue.code) for langue in candidature.benevole.langues_parlees.all()],
        echeance=echeance(candidature, jour=jour),
        en_retard=attend_une_reponse(candidature) and candidature.promise_le < jour,
        gestes=gestes_possibles(candidature),
        accueil=accueil,
        exigee=accueil.mineurs_proteges,
        valable=honorabilite_valable(accueil, jour),
        messages=messages,
        non_lus=sum(message.auteur == Auteur.CANDIDAT and message.lu_le is None for message in messages),
        notes=list(candidature.notes.select_related("compte")),
        evenements=journal.historique(candidature),
    )


def a_montrer(compte: Compte):
    """Files that this account may open, with what the screen reads of them."""
    return (
        Candidature.objects.visibles_par(compte)
        .select_related("benevole", "structure", "appel", "confiee_a", "entreprise")
        .prefetch_related("etiquettes", "benevole__publics", "benevole__langues_parlees")
    )


def pistes(candidature: Candidature, *, jour: date) -> list[Proposition]:
    """The structures that suit this person best, of those that could still take over."""
    en_cours = candidature.benevole.candidatures.filter(etat__in=ETATS_EN_COURS, structure__isnull=False)
    exclues = structures_deja_vues(candidature) | set(en_cours.values_list("structure", flat=True))
    return proposer(candidature.benevole, jour=jour, exclues=exclues)


def attend_une_reponse(candidature: Candidature) -> bool:
    return (
        candidature.etat == EtatCandidature.NOUVELLE
        and candidature.repondue_le is None
        and candidature.promise_le is not None
    )


def echeance(candidature: Candidature, *, jour: date) -> str:
    """When an answer is due, or how late it is; empty once there is one."""
    if not attend_une_reponse(candidature):
        return ""
    retard = -jours_restants(candidature.promise_le, jour)
    promesse = _("Réponse promise pour le %(jour)s") % {"jour": date_longue(candidature.promise_le)}
    if retard <= 0:
        return promesse
    return _("%(promesse)s : %(retard)s") % {
        "promesse": promesse,
        "retard": ngettext("en retard d’un jour", "en retard de %(jours)d jours", retard) % {"jours": retard},
    }


@transaction.atomic
def noter_lecture(candidature: Candidature, *, par: Compte, le: datetime) -> bool:
    """Who opened the file: one line an account, a file and an hour, so that the list stays readable."""
    recente = AccesDossier.objects.filter(
        benevole=candidature.benevole_id,
        structure=candidature.structure_id,
        compte=par,
        action=Consultation.LIRE,
        le__gt=le - ENTRE_DEUX_LECTURES,
    )
    if recente.exists():
        return False
    noter_acces([candidature.benevole_id], structure=candidature.structure, par=par, action=Consultation.LIRE, le=le)
    return True


def noter_ecriture(candidature: Candidature, *, par: Compte, le: datetime) -> None:
    """Who changed the file."""
    noter_acces([candidature.benevole_id], structure=candidature.structure, par=par, action=Consultation.ECRIRE, le=le)


def _distance(candidature: Candidature, commune: Commune | None) -> int | None:
    """Kilometres from the person's commune to the call, else to the sheet of the structure."""
    lieu: Lieu | None = candidature.appel
    if lieu is None and candidature.structure_id is not None:
        lieu = FichePage.objects.live().filter(structure=candidature.structure_id, latitude__isnull=False).first()
    if lieu is None or commune is None:
        return None
    return round(distance_km(commune, lieu))
