"""A candidature is written step after step, sent, then confirmed by its author: before that nobody is disturbed.

The draft is a `Benevole` without `confirme_le` and its single `Candidature` A_CONFIRMER. It was sent when
`consentement_le` is set: consent is given on sending. A change of address takes both back.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

from django.db import transaction
from django.db.models.functions import Lower
from django.utils.translation import gettext as _

from espace_structures.structures.enums import StatutStructure

from ... import journal
from ...enums import ETATS_EN_COURS, EtatCandidature
from ...metier import courriels
from ...metier.liens import Genre, lien, revoquer
from ...metier.refus import BenevolatRefuse
from ...metier.reglages import reponse_promise
from ...models import AppelBenevoles, Benevole, Candidature, Entreprise, LangueParlee

if TYPE_CHECKING:
    from espace_structures.structures.models import Structure
    from espace_structures.vitrines.models import Public

MEMOIRE = timedelta(days=7)
CONFIRMATION = Genre(Benevole, "benevolat.confirmation", "benevolat:devenir_confirmer", MEMOIRE)
# What the newest answers replace in the profile of a person already known, unless they were left empty.
PROFIL = ("prenom", "nom", "telephone", "langue", "situation", "tranche_age", "sexe", "secteur", "metier")
PROFIL += ("code_commune", "modalite")
COCHES = ("rayon_km", "en_semaine", "en_soiree", "le_week_end", "regulier", "ponctuel", "immersion")
ACCORDS = ("est_majeur", "charte_acceptee_le", "consentement_le")


@dataclass(frozen=True, kw_only=True)
class Destination:
    """Where the candidature goes; no structure: the animation chooses."""

    structure: Structure | None = None
    appel: AppelBenevoles | None = None
    campagne: str = ""
    entreprise: Entreprise | None = None


@dataclass(frozen=True, kw_only=True)
class Reponses:
    """What a step writes: fields of the person, of the candidature, and lists (None: the step does not ask)."""

    champs: dict[str, Any] = field(default_factory=dict)
    candidature: dict[str, Any] = field(default_factory=dict)
    publics: Iterable[Public] | None = None
    langues: Iterable[str] | None = None
    accepte: bool | None = None  # the charter and the use of data, ticked together


class Confirmation(NamedTuple):
    """What came of a confirmation; without candidature, one was already running there."""

    benevole: Benevole
    candidature: Candidature | None
    deja_en_cours: bool


# --- The draft -------------------------------------------------------------------------------------------------------


@transaction.atomic
def commencer(*, langue: str, choix: Destination, le: datetime) -> Benevole:
    """A draft, and the candidature that it will become."""
    brouillon = Benevole.objects.create(langue=langue, cree_le=le, enregistre_le=le, dernier_contact_le=le)
    Candidature.objects.create(
        benevole=brouillon,
        structure=choix.structure,
        appel=choix.appel,
        campagne=choix.campagne,
        entreprise=choix.entreprise,
        creee_le=le,
        etat_depuis=le,
    )
    return brouillon


@transaction.atomic
def enregistrer_etape(brouillon: Benevole, reponses: Reponses, *, le: datetime) -> Benevole:
    """Write the answers of a step. Another address makes the links sent to the former one worthless."""
    brouillon = _verrouiller(brouillon)
    champs = dict(reponses.champs)
    if "courriel" in champs:
        champs["courriel"] = champs["courriel"].strip().lower()
        if champs["courriel"] != brouillon.courriel:
            revoquer(brouillon)
            brouillon.consentement_le = None
    for nom, valeur in champs.items():
        setattr(brouillon, nom, valeur)
    if reponses.accepte is not None:
        brouillon.charte_acceptee_le = (brouillon.charte_acceptee_le or le) if reponses.accepte else None
    brouillon.enregistre_le = brouillon.dernier_contact_le = le
    brouillon.save()
    if reponses.publics is not None:
        brouillon.publics.set(reponses.publics)
    if reponses.langues is not None:
        _parler(brouillon, reponses.langues)
    if reponses.candidature:
        Candidature.objects.filter(benevole=brouillon).update(**reponses.candidature)
    return brouillon


@transaction.atomic
def choisir(brouillon: Benevole, *, choix: Destination, le: datetime) -> None:
    """Another structure or call; the campaign and the company are kept unless others are told."""
    brouillon = _verrouiller(brouillon)
    champs: dict[str, Any] = {"structure": choix.structure, "appel": choix.appel}
    if choix.campagne:
        champs["campagne"] = choix.campagne
    if choix.entreprise:
        champs["entreprise"] = choix.entreprise
    Candidature.objects.filter(benevole=brouillon).update(**champs)
    Benevole.objects.filter(pk=brouillon.pk).update(enregistre_le=le, dernier_contact_le=le)


def candidature_de(brouillon: Benevole) -> Candidature:
    """The candidature of a draft."""
    return brouillon.candidatures.select_related("structure", "appel", "entreprise").get()


@transaction.atomic
def abandonner(brouillon: Benevole) -> None:
    """The person starts again: nothing is kept."""
    Benevole.objects.brouillons().filter(pk=brouillon.pk).delete()


# --- Sent, then confirmed --------------------------------------------------------------------------------------------


@transaction.atomic
def deposer(brouillon: Benevole, *, le: datetime) -> None:
    """Send: a link goes to the address given. A second click sends nothing more."""
    brouillon = _verrouiller(brouillon)
    _exiger_complet(brouillon)
    if brouillon.consentement_le is not None:
        return
    brouillon.consentement_le = brouillon.enregistre_le = brouillon.dernier_contact_le = le
    brouillon.save()
    _demander_confirmation(brouillon)


@transaction.atomic
def renvoyer(brouillon: Benevole, *, le: datetime) -> None:
    """The link again, for who did not receive it."""
    brouillon = _verrouiller(brouillon)
    if brouillon.consentement_le is None:
        raise BenevolatRefuse(_("Votre candidature n’est pas encore envoyée : relisez-la, puis envoyez-la."))
    Benevole.objects.filter(pk=brouillon.pk).update(enregistre_le=le, dernier_contact_le=le)
    _demander_confirmation(brouillon)


@transaction.atomic
def confirmer(benevole: Benevole, *, le: datetime) -> Confirmation:
    """The author holds the address. Known already, they are one person; a second click changes nothing."""
    # Every row of the address, in the same order for everybody: two confirmations wait for each other.
    adresse = Lower("courriel")
    memes = {
        un.pk: un
        for un in Benevole.objects.annotate(adresse=adresse)
        .filter(adresse=benevole.courriel.lower())
        .select_for_update(of=("self",))
        .order_by("pk")
    }
    brouillon = memes.get(benevole.pk)
    if brouillon is None or (brouillon.confirme_le is None and brouillon.consentement_le is None):
        raise BenevolatRefuse(_("Cette candidature a déjà été confirmée, ou elle n’existe plus."))
    if brouillon.confirme_le is not None:
        return Confirmation(brouillon, brouillon.candidatures.first(), deja_en_cours=False)
    candidature = candidature_de(brouillon)
    connue = next((un for un in memes.values() if un.confirme_le is not None), None)
    _quitter_une_structure_fermee(candidature)
    if connue is None:
        brouillon.confirme_le = brouillon.dernier_contact_le = le
        brouillon.save()
        return _recevoir(brouillon, candidature, le=le)
    _reunir(brouillon, connue, le=le)
    en_cours = connue.candidatures.filter(etat__in=ETATS_EN_COURS, structure=candidature.structure)
    en_cours = en_cours.select_related("structure").first()
    if en_cours is not None:
        brouillon.delete()
        return Confirmation(connue, en_cours, deja_en_cours=True)
    confirmation = _recevoir(connue, candidature, le=le)
    brouillon.delete()
    return confirmation


def _quitter_une_structure_fermee(candidature: Candidature) -> None:
    """Closed since it was chosen: the animation finds another one."""
    if candidature.structure is not None and candidature.structure.statut != StatutStructure.ACTIVE:
        candidature.structure = candidature.appel = None


def _recevoir(benevole: Benevole, candidature: Candidature, *, le: datetime) -> Confirmation:
    """The candidature reaches its structure."""
    candidature.benevole = benevole
    candidature.etat, candidature.etat_depuis = EtatCandidature.NOUVELLE, le
    candidature.recue_le, candidature.promise_le = le, reponse_promise(le)
    candidature.save()
    journal.noter(candidature, "benevolat.recue", par=None, le=le)
    courriels.accuser_reception(candidature)
    courriels.prevenir_la_structure(candidature)  # the animation when there is none
    return Confirmation(benevole, candidature, deja_en_cours=False)


def _reunir(brouillon: Benevole, connue: Benevole, *, le: datetime) -> None:
    """The newest answers win; what was left empty erases nothing."""
    for nom in PROFIL:
        if valeur := getattr(brouillon, nom):
            setattr(connue, nom, valeur)
    for nom in (*COCHES, *ACCORDS):
        setattr(connue, nom, getattr(brouillon, nom))
    connue.enregistre_le = connue.dernier_contact_le = le
    connue.rappel_conservation_le = None
    connue.save()
    if publics := list(brouillon.publics.all()):
        connue.publics.set(publics)
    if codes := [une.code for une in brouillon.langues_parlees.all()]:
        _parler(connue, codes)


def _demander_confirmation(brouillon: Benevole) -> None:
    courriels.demander_confirmation(brouillon, candidature_de(brouillon), lien=lien(CONFIRMATION, brouillon))


def _parler(benevole: Benevole, codes: Iterable[str]) -> None:
    benevole.langues_parlees.all().delete()
    LangueParlee.objects.bulk_create(LangueParlee(benevole=benevole, code=code) for code in sorted(set(codes)))


def _exiger_complet(brouillon: Benevole) -> None:
    accords = brouillon.est_majeur and brouillon.charte_acceptee_le is not None
    if not (accords and brouillon.prenom and brouillon.nom and brouillon.courriel):
        raise BenevolatRefuse(_("Il manque des réponses : reprenez les étapes avant d’envoyer."))


def _verrouiller(brouillon: Benevole) -> Benevole:
    verrouille = Benevole.objects.brouillons().select_for_update(of=("self",)).filter(pk=brouillon.pk).first()
    if verrouille is None:
        raise BenevolatRefuse(_("Cette candidature est déjà confirmée, ou elle a été effacée : recommencez."))
    return verrouille
