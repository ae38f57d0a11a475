"""What waits about the public pages and the members of one's structures: only the lines that matter.

Queries: names, sheets, actions, reasons of the returns, requests to join, invitations; the same whatever their number.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.db.models import Count
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from espace_structures.structures.droits import Appartenances
from espace_structures.structures.models import DemandeAdhesion, Invitation, Structure
from espace_structures.vitrines.enums import EtatEditorial
from espace_structures.vitrines.metier.mes_pages import LignePage, lire_les_actions_de, lire_les_fiches
from portal.socle.nombres import ecrire_date

from .lignes import LigneAFaire

if TYPE_CHECKING:
    pass

LONGUEUR_MOTIF = 160


@dataclass(frozen=True)
class AFairePages:
    """`ecrit`: the account writes for at least one structure, and may tell an action."""

    lignes: list[LigneAFaire]
    ecrit: bool


def a_faire_pages(liens: Appartenances, *, le: datetime) -> AFairePages | None:
    """What waits about pages and members; None for who neither writes nor runs any structure."""
    editees = liens.structures_editees()
    if not editees:
        return None
    dirigees = [pk for pk in editees if liens.est_responsable_de(pk)]
    noms = dict(Structure.objects.filter(pk__in=editees).order_by("nom").values_list("pk", "nom"))
    plusieurs = len(noms) > 1
    lignes = [
        *_fiches(noms, le, plusieurs),
        *_actions(editees, le),
        *_demandes(dirigees, noms, plusieurs),
        *_invitations(dirigees, noms, le, plusieurs),
    ]
    return AFairePages(lignes=lignes, ecrit=True)


def _fiches(noms: dict[int, str], le: datetime, plusieurs: bool) -> list[LigneAFaire]:
    fiches = lire_les_fiches(noms, jour=timezone.localdate(le))
    lignes = []
    for pk, nom in noms.items():
        ligne = _fiche(fiches.get(pk), nom if plusieurs else "")
        if ligne is not None:
            lignes.append(ligne)
    return lignes


def _fiche(fiche: LignePage | None, nom: str) -> LigneAFaire | None:
    """What the sheet of a structure waits for; None when it is published and fresh."""
    if fiche is None:
        texte = _("Votre structure n’a pas encore de fiche dans l’annuaire : ouvrez-la en dix minutes.")
        return LigneAFaire("structure", texte, reverse("espace:fiche"), nom)
    modifier = reverse("espace:fiche-modifier", args=[fiche.pk])
    if fiche.etat == EtatEditorial.RENVOYEE:
        return LigneAFaire(
            "attention", _("Votre fiche vous a été renvoyée : elle est à reprendre."), modifier, _motif(fiche, nom)
        )
    if fiche.etat == EtatEditorial.EN_MODERATION:
        texte = _("Votre fiche est en relecture.")
        return LigneAFaire("horloge", texte, reverse("espace:page-apercu", args=[fiche.pk]), _envoyee(fiche, nom))
    if fiche.etat in (EtatEditorial.BROUILLON, EtatEditorial.RETIREE):
        return LigneAFaire("edition", _("Votre fiche est en brouillon : personne ne la voit encore."), modifier, nom)
    if fiche.est_perimee:
        texte = _("Votre fiche n’a pas été vérifiée depuis un an : est-elle toujours juste ?")
        return LigneAFaire("calendrier", texte, reverse("espace:confirmer", args=[fiche.pk]), nom)
    if fiche.etat == EtatEditorial.PUBLIEE_MODIFIEE:
        texte = _("Votre fiche a des changements que personne ne voit encore.")
        return LigneAFaire("edition", texte, reverse("espace:page-apercu", args=[fiche.pk]), nom)
    return None


def _actions(editees: list[int], le: datetime) -> list[LigneAFaire]:
    """Each action that came back, then how many are being read."""
    actions = lire_les_actions_de(
        editees, etats=(EtatEditorial.RENVOYEE, EtatEditorial.EN_MODERATION), jour=timezone.localdate(le)
    )
    lignes = [
        LigneAFaire(
            "attention",
            _("« %(action)s » vous a été renvoyée.") % {"action": action.titre},
            reverse("espace:action", args=[action.pk]),
            _motif(action, ""),
        )
        for action in actions
        if action.etat == EtatEditorial.RENVOYEE
    ]
    attente = sum(action.etat == EtatEditorial.EN_MODERATION for action in actions)
    if attente:
        texte = ngettext("%(nombre)s action est en relecture.", "%(nombre)s actions sont en relecture.", attente) % {
            "nombre": attente
        }
        lignes.append(
            LigneAFaire("horloge", texte, f"{reverse('espace:actions')}?etat={EtatEditorial.EN_MODERATION.value}")
        )
    return lignes


def _demandes(dirigees: list[int], noms: dict[int, str], plusieurs: bool) -> list[LigneAFaire]:
    demandes = DemandeAdhesion.objects.en_attente().filter(structure__in=dirigees)
    lignes = []
    for pk, nombre in _par_structure(demandes):
        texte = ngettext(
            "%(nombre)s personne demande à rejoindre votre structure.",
            "%(nombre)s personnes demandent à rejoindre votre structure.",
            nombre,
        ) % {"nombre": nombre}
        lignes.append(LigneAFaire("personne", texte, _membres(pk), noms[pk] if plusieurs else ""))
    return lignes


def _invitations(dirigees: list[int], noms: dict[int, str], le: datetime, plusieurs: bool) -> list[LigneAFaire]:
    expirees = Invitation.objects.en_attente().filter(structure__in=dirigees, expire_le__lte=le)
    lignes = []
    for pk, nombre in _par_structure(expirees):
        texte = ngettext(
            "%(nombre)s invitation a expiré sans réponse : renvoyez-la ou annulez-la.",
            "%(nombre)s invitations ont expiré sans réponse : renvoyez-les ou annulez-les.",
            nombre,
        ) % {"nombre": nombre}
        lignes.append(LigneAFaire("courriel", texte, _membres(pk), noms[pk] if plusieurs else ""))
    return lignes


def _par_structure(lignes) -> list[tuple[int, int]]:
    """How many of these rows each structure has."""
    comptes = lignes.order_by().values_list("structure").annotate(nombre=Count("pk"))
    return list(comptes.order_by("structure__nom", "structure"))


def _membres(structure: int) -> str:
    return reverse("espace:membres", args=["structures", structure])


def _motif(page: LignePage, nom: str) -> str:
    motif = page.circuit.motif if page.circuit else ""
    court = motif if len(motif) <= LONGUEUR_MOTIF else f"{motif[:LONGUEUR_MOTIF].rstrip()}…"
    return " – ".join(partie for partie in (nom, court) if partie)


def _envoyee(page: LignePage, nom: str) -> str:
    jour = _("Envoyée %(jour)s.") % {"jour": ecrire_date(page.circuit.le)} if page.circuit else ""
    return " – ".join(partie for partie in (nom, jour) if partie)
