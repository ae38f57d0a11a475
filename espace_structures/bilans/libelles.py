"""The state of a bilan in the words of the person who reads it: what a structure sends, a funder has to examine."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import Enum

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from espace_structures.structures.droits import Appartenances
from portal.socle.dates import jours_restants
from portal.socle.nombres import ecrire_date

from .enums import EtatBilan


class Public(Enum):
    """Who reads."""

    STRUCTURE = "structure"
    FINANCEUR = "financeur"
    ANIMATION = "animation"


_LIBELLES = {
    Public.STRUCTURE: {
        EtatBilan.A_SAISIR: gettext_lazy("À saisir"),
        EtatBilan.EN_COURS: gettext_lazy("En cours"),
        EtatBilan.TRANSMIS: gettext_lazy("Transmis"),
        EtatBilan.A_COMPLETER: gettext_lazy("À compléter"),
        EtatBilan.VALIDE: gettext_lazy("Validé"),
    },
    Public.FINANCEUR: {
        EtatBilan.A_SAISIR: gettext_lazy("Pas commencé"),
        EtatBilan.EN_COURS: gettext_lazy("En cours de saisie"),
        EtatBilan.TRANSMIS: gettext_lazy("À examiner"),
        EtatBilan.A_COMPLETER: gettext_lazy("Renvoyé à la structure"),
        EtatBilan.VALIDE: gettext_lazy("Validé"),
    },
    Public.ANIMATION: {
        EtatBilan.A_SAISIR: gettext_lazy("Pas commencé"),
        EtatBilan.EN_COURS: gettext_lazy("En cours de saisie"),
        EtatBilan.TRANSMIS: gettext_lazy("Transmis, à examiner"),
        EtatBilan.A_COMPLETER: gettext_lazy("Renvoyé à la structure"),
        EtatBilan.VALIDE: gettext_lazy("Validé"),
    },
}


@dataclass(frozen=True)
class Etat:
    """A state ready to be shown: its code (for the shape and the colour) and its word."""

    code: str
    libelle: str


def public_de(compte, structure_id: int | None = None) -> Public:
    """As whom this account reads a bilan of that structure (or a list of bilans, without one)."""
    return public_avec(Appartenances.de(compte), structure_id)


def public_avec(liens: Appartenances, structure_id: int | None = None) -> Public:
    """The same with these memberships alone: those of the organisation one acts for."""
    if liens.est_animation:
        return Public.ANIMATION
    if structure_id in liens.roles_structures or (structure_id is None and not liens.est_financeur):
        return Public.STRUCTURE
    return Public.FINANCEUR


def etat_pour(etat: str, public: Public) -> Etat:
    """The state in the words of that public."""
    etat = EtatBilan(etat)
    return Etat(code=etat.value, libelle=str(_LIBELLES[public][etat]))


def choix_etats(public: Public) -> list[tuple[str, str]]:
    """States in the order of the road, for a filter."""
    return [(etat.value, str(_LIBELLES[public][etat])) for etat in EtatBilan]


def phrase_echeance(limite: date, jour: date) -> str:
    """How long one still has, as a sentence."""
    restants = jours_restants(limite, jour)
    quand = ecrire_date(limite)
    if restants < 0:
        return ngettext(
            "L’échéance du %(quand)s est passée depuis %(jours)d jour.",
            "L’échéance du %(quand)s est passée depuis %(jours)d jours.",
            -restants,
        ) % {"quand": quand, "jours": -restants}
    if restants == 0:
        return _("C’est le dernier jour pour transmettre.")
    return ngettext(
        "Il reste %(jours)d jour pour transmettre, jusqu’au %(quand)s inclus.",
        "Il reste %(jours)d jours pour transmettre, jusqu’au %(quand)s inclus.",
        restants,
    ) % {"quand": quand, "jours": restants}


def phrase_depuis(passe: date, jour: date) -> str:
    """How long ago: « aujourd’hui », « hier », « il y a 12 jours »."""
    jours = (jour - passe).days
    if jours <= 0:
        return _("aujourd’hui")
    if jours == 1:
        return _("hier")
    return ngettext("il y a %(jours)d jour", "il y a %(jours)d jours", jours) % {"jours": jours}
