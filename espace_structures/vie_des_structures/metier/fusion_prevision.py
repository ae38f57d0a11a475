"""All that a merge of two structures would move, and what would stay apart. Reads, never writes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from espace_structures.bilans.models import Bilan
from espace_structures.structures.enums import EtatDemande, RoleStructure
from espace_structures.structures.models import Convention, DemandeAdhesion, Invitation, MembreStructure, Structure
from portal.socle.geographie import nom_departement

from .fusion_pages import PagesAFondre, prevoir_pages

_RANG = {role: rang for rang, role in enumerate(RoleStructure.values)}
_EN_COURS = (EtatDemande.A_CONFIRMER, EtatDemande.EN_ATTENTE)


@dataclass(frozen=True)
class Adhesion:
    """A membership to move. `presente`: the one that the account already has in the structure kept."""

    membre: MembreStructure
    presente: MembreStructure | None
    role: str
    actif: bool

    @property
    def role_lisible(self) -> str:
        return str(RoleStructure(self.role).label)


@dataclass(frozen=True, kw_only=True)
class Fusion:
    """All that a merge moves, and what stays apart on the structure that closes."""

    conventions: list[Convention]
    conventions_a_part: list[Convention]
    adhesions: list[Adhesion]
    invitations: list[Invitation]
    invitations_en_double: list[Invitation]
    demandes: list[DemandeAdhesion]
    demandes_en_double: list[DemandeAdhesion]
    bilans: list[Bilan]
    bilans_a_part: list[Bilan]
    departements: list[str]
    anciens_noms: list[str]
    predecesseurs: list[Structure]
    pages: PagesAFondre

    def chiffres(self) -> dict[str, int]:
        """Figures for the log."""
        listes = {nom: valeur for nom, valeur in vars(self).items() if isinstance(valeur, list)}
        return {nom: len(liste) for nom, liste in listes.items()} | {"actions": len(self.pages.actions)}

    def noms_departements(self) -> str:
        return ", ".join(nom_departement(code) for code in self.departements)


def prevoir(gardee: Structure, absorbee: Structure) -> Fusion:
    """All that merging would move; writes nothing."""
    bilans, a_part = _bilans(gardee, absorbee)
    conventions, conventions_a_part = _conventions(gardee, absorbee, {b.campagne.exercice for b in a_part})
    invitations, invitations_en_double = _invitations(gardee, absorbee)
    demandes, demandes_en_double = _demandes(gardee, absorbee)
    presents = set(gardee.implantations.values_list("departement", flat=True))
    siens = absorbee.implantations.values_list("departement", flat=True)
    return Fusion(
        conventions=conventions,
        conventions_a_part=conventions_a_part,
        adhesions=list(_adhesions(gardee, absorbee)),
        invitations=invitations,
        invitations_en_double=invitations_en_double,
        demandes=demandes,
        demandes_en_double=demandes_en_double,
        bilans=bilans,
        bilans_a_part=a_part,
        departements=sorted(set(siens) - presents),
        anciens_noms=_anciens_noms(gardee, absorbee),
        predecesseurs=list(absorbee.predecesseurs.order_by("nom")),
        pages=prevoir_pages(gardee, absorbee),
    )


# --- What moves ------------------------------------------------------------------------------------------------------


def _bilans(gardee: Structure, absorbee: Structure) -> tuple[list[Bilan], list[Bilan]]:
    """Bilans to move, and those of campaigns where both have one: figures are never mixed."""
    campagnes = set(gardee.bilans.values_list("campagne_id", flat=True))
    siens = list(absorbee.bilans.select_related("campagne").order_by("campagne__exercice"))
    return (
        [bilan for bilan in siens if bilan.campagne_id not in campagnes],
        [bilan for bilan in siens if bilan.campagne_id in campagnes],
    )


def _conventions(
    gardee: Structure, absorbee: Structure, exercices: set[int]
) -> tuple[list[Convention], list[Convention]]:
    """Conventions to move; those that the one kept already has stay, and those that its own bilan reports too."""
    cles = set(gardee.conventions.values_list("financeur_id", "exercice", "ligne", "numero"))
    vont, restent = [], []
    for convention in absorbee.conventions.select_related("financeur").order_by("exercice", "ligne"):
        cle = (convention.financeur_id, convention.exercice, convention.ligne, convention.numero)
        (restent if cle in cles or convention.exercice in exercices else vont).append(convention)
    return vont, restent


def _adhesions(gardee: Structure, absorbee: Structure) -> Iterable[Adhesion]:
    """Each membership with the higher of both roles; who left one structure stays in the other."""
    presentes = {membre.compte_id: membre for membre in gardee.membres.select_related("compte")}
    membres = MembreStructure.objects.filter(structure=absorbee).select_related("compte")
    for membre in membres.order_by("compte__last_name", "compte__first_name"):
        presente = presentes.get(membre.compte_id)
        roles = [m.role for m in (membre, presente) if m is not None and m.actif] or [membre.role]
        actif = membre.actif or (presente is not None and presente.actif)
        yield Adhesion(membre=membre, presente=presente, role=max(roles, key=_RANG.__getitem__), actif=actif)


def _invitations(gardee: Structure, absorbee: Structure) -> tuple[list[Invitation], list[Invitation]]:
    """Pending invitations to move; those of people invited or present in the structure kept are cancelled."""
    connus = set(gardee.invitations.en_attente().values_list("courriel", flat=True))
    connus |= set(gardee.membres.actifs().values_list("compte__email", flat=True))
    return _separer(absorbee.invitations.en_attente(), connus)


def _demandes(gardee: Structure, absorbee: Structure) -> tuple[list[DemandeAdhesion], list[DemandeAdhesion]]:
    """Requests under way to move; those of people who also ask to join the structure kept are withdrawn."""
    connus = set(gardee.demandes.filter(etat__in=_EN_COURS).values_list("courriel", flat=True))
    return _separer(absorbee.demandes.filter(etat__in=_EN_COURS), connus)


def _separer(lignes, connus: set[str]) -> tuple[list, list]:
    """Those to move, then those whose address is already known there."""
    connus = {courriel.casefold() for courriel in connus}
    toutes = list(lignes)
    return (
        [ligne for ligne in toutes if ligne.courriel.casefold() not in connus],
        [ligne for ligne in toutes if ligne.courriel.casefold() in connus],
    )


def _anciens_noms(gardee: Structure, absorbee: Structure) -> list[str]:
    """Names under which people may look for the structure absorbed."""
    connus = {gardee.nom, *gardee.anciens_noms.values_list("nom", flat=True)}
    noms = [absorbee.nom, *absorbee.anciens_noms.values_list("nom", flat=True)]
    return [nom for nom in dict.fromkeys(noms) if nom not in connus]
