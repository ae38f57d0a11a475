"""The state of a bilan in the words of the person who reads it: what a structure sends, a funder has to examine."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from django.utils.translation import gettext_lazy as _

from espace_structures.structures.droits import Appartenances

from .enums import EtatBilan


class Public(Enum):
    """Who reads."""

    STRUCTURE = "structure"
    FINANCEUR = "financeur"
    ANIMATION = "animation"


_LIBELLES = {
    Public.STRUCTURE: {
        EtatBilan.A_SAISIR: _("À saisir"),
        EtatBilan.EN_COURS: _("En cours"),
        EtatBilan.TRANSMIS: _("Transmis"),
        EtatBilan.A_COMPLETER: _("À compléter"),
        EtatBilan.VALIDE: _("Validé"),
    },
    Public.FINANCEUR: {
        EtatBilan.A_SAISIR: _("Pas commencé"),
        EtatBilan.EN_COURS: _("En cours de saisie"),
        EtatBilan.TRANSMIS: _("À examiner"),
        EtatBilan.A_COMPLETER: _("Renvoyé à la structure"),
        EtatBilan.VALIDE: _("Validé"),
    },
    Public.ANIMATION: {
        EtatBilan.A_SAISIR: _("Pas commencé"),
        EtatBilan.EN_COURS: _("En cours de saisie"),
        EtatBilan.TRANSMIS: _("Transmis, à examiner"),
        EtatBilan.A_COMPLETER: _("Renvoyé à la structure"),
        EtatBilan.VALIDE: _("Validé"),
    },
}
# How close the two circles of the mark stand: the shape that goes with the word.
_PAS = {
    EtatBilan.A_SAISIR: 0,
    EtatBilan.EN_COURS: 1,
    EtatBilan.A_COMPLETER: 1,
    EtatBilan.TRANSMIS: 2,
    EtatBilan.VALIDE: 3,
}


@dataclass(frozen=True)
class Etat:
    """A state ready to be shown: its code (for the class), its word, its step from 0 (far) to 3 (joined)."""

    code: str
    libelle: str
    pas: int


def public_de(compte, structure_id: int | None = None) -> Public:
    """As whom this account reads a bilan of that structure (or a list of bilans, without one)."""
    liens = Appartenances.de(compte)
    if liens.est_animation:
        return Public.ANIMATION
    if structure_id in liens.roles_structures or (structure_id is None and not liens.est_financeur):
        return Public.STRUCTURE
    return Public.FINANCEUR


def etat_pour(etat: str, public: Public) -> Etat:
    """The state in the words of that public."""
    etat = EtatBilan(etat)
    return Etat(code=etat.value, libelle=str(_LIBELLES[public][etat]), pas=_PAS[etat])


def choix_etats(public: Public) -> list[tuple[str, str]]:
    """States in the order of the road, for a filter."""
    return [(etat.value, str(_LIBELLES[public][etat])) for etat in EtatBilan]
