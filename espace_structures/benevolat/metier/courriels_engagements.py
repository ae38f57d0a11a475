"""What volunteers and structures are told of engagements and renewals. Who has no address is told nothing here."""

from __future__ import annotations

from collections.abc import Mapping

from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from espace_structures.structures.models import Structure
from espace_structures.vitrines.metier.destinataires import ecrire, responsables_de
from portal.socle.courriels import adresse_absolue, envoyer
from portal.socle.courrier import declarer
from portal.socle.dates import date_longue

from ..models import DemandeRenouvellement, Engagement, Saison
from . import attestation, liens
from .reglages import reglages

_PERSONNE = {"prenom": _("prénom de la personne"), "structure": _("nom de la structure")}
_SAISON = _PERSONNE | {"debut": _("début de la saison"), "fin": _("fin de la saison")}
_QUESTION = _PERSONNE | {
    "fin": _("fin de la saison"),
    "mot": _("mot d’accompagnement"),
    "lien_pause": _("lien « je fais une pause »"),
    "lien_arret": _("lien « j’arrête »"),
}

_STRUCTURE = {"structure": _("nom de la structure")}
_POINT = _STRUCTURE | {
    "confirmes": _("nombre qui continuent"),
    "pauses": _("nombre en pause"),
    "arrets": _("nombre qui s’arrêtent"),
    "sans_reponse": _("nombre sans réponse"),
    "a_appeler": _("nombre à appeler"),
}
_COMPTEE = _("Vous recevez ce message parce que « %(structure)s » vous compte parmi ses bénévoles.")
_SUIVIE = _("Vous recevez ce message parce que vous suivez les bénévoles de « %(structure)s ».")
_SUIVRE = _("Suivre mon engagement")

for _nom, _titre, _variables, _bouton, _raison in (
    ("engagement_pause", _("Mise en pause"), _PERSONNE | {"jusqu_au": _("fin de la pause")}, _SUIVRE, _COMPTEE),
    ("engagement_retour", _("Fin d’une pause"), _PERSONNE, _("Dire où j’en suis"), _COMPTEE),
    (
        "engagement_retour_structure",
        _("Fin d’une pause, dite à la structure"),
        _STRUCTURE,
        _("Ouvrir sa fiche"),
        _SUIVIE,
    ),
    (
        "engagement_depart",
        _("Fin d’un engagement"),
        _PERSONNE | {"sorti_le": _("dernier jour")},
        _("Voir mon attestation"),
        _COMPTEE,
    ),
    ("engagement_reconduit", _("Nouvelle saison"), _SAISON, _SUIVRE, _COMPTEE),
    ("engagement_dates", _("Dates corrigées"), _SAISON, _SUIVRE, _COMPTEE),
    (
        "benevole_ajoute",
        _("Inscription par une structure"),
        _PERSONNE | {"conservation": _("conservation en mois")},
        _("Voir et corriger mes données"),
        _COMPTEE,
    ),
    ("renouvellement_demande", _("Question du renouvellement"), _QUESTION, _("Je continue"), _COMPTEE),
    ("renouvellement_rappel", _("Rappel du renouvellement"), _QUESTION, _("Je continue"), _COMPTEE),
    (
        "renouvellement_digest",
        _("Renouvellement : le point de la semaine"),
        _POINT,
        _("Voir le tableau"),
        _SUIVIE,
    ),
):
    declarer(f"courriels/benevolat/{_nom}", _titre, _variables, bouton=_bouton, raison=_raison)


def prevenir_de_la_pause(engagement: Engagement) -> None:
    _dire(engagement, "engagement_pause", lambda: {"jusqu_au": date_longue(engagement.pause_jusqu_au)})


def prevenir_du_retour(engagement: Engagement) -> None:
    """To both: the pause is over; the person says in one click that it is not so."""
    question = (
        DemandeRenouvellement.objects.filter(saison__engagement=engagement, campagne__close_le__isnull=True)
        .order_by("-saison__debut")
        .first()
    )
    # Who answered the campaign by a pause may still answer otherwise; else the page of the person says where they are.
    _dire(
        engagement,
        "engagement_retour",
        lambda: {"lien": liens.lien(liens.RENOUVELLEMENT, question)} if question else {},
    )
    ecrire(
        "benevolat/engagement_retour_structure",
        responsables_de(engagement.structure_id),
        {
            "structure": engagement.structure.nom,
            "lien": _adresse("espace:benevole", engagement.pk),
        },
    )


def prevenir_du_depart(engagement: Engagement) -> None:
    """Thanks, and the attestation."""
    _dire(
        engagement,
        "engagement_depart",
        lambda: {"sorti_le": date_longue(engagement.sorti_le), "lien": attestation.lien(engagement)},
    )


def prevenir_de_la_reconduction(engagement: Engagement, saison: Saison) -> None:
    _dire(engagement, "engagement_reconduit", lambda: _dates(saison))


def prevenir_de_la_correction(engagement: Engagement, saison: Saison) -> None:
    _dire(engagement, "engagement_dates", lambda: _dates(saison))


def prevenir_de_l_ajout(engagement: Engagement) -> None:
    """What article 14 of the RGPD asks when data come from somebody else: source, purpose, retention, rights."""
    _dire(engagement, "benevole_ajoute", lambda: {"conservation": str(reglages().conservation_mois)})


def demander(demande: DemandeRenouvellement, *, rappel: bool = False) -> None:
    """The question, with a link for each answer: each leads to a page with one button."""
    engagement = demande.saison.engagement
    question = liens.lien(liens.RENOUVELLEMENT, demande)
    _dire(
        engagement,
        "renouvellement_rappel" if rappel else "renouvellement_demande",
        lambda: {
            "fin": date_longue(demande.saison.fin),
            "mot": demande.campagne.message,
            "lien": f"{question}?choix=continue",
            "lien_pause": f"{question}?choix=pause",
            "lien_arret": f"{question}?choix=arret",
        },
    )


def faire_le_point(structure: Structure, comptes: Mapping[str, int]) -> int:
    """To those in charge of the structure: how many answered what. How many mails."""
    contexte = {cle: str(nombre) for cle, nombre in comptes.items()}
    return ecrire(
        "benevolat/renouvellement_digest",
        responsables_de(structure),
        contexte | {"structure": structure.nom, "lien": _adresse("espace:renouvellement")},
    )


def _dire(engagement: Engagement, gabarit: str, contexte) -> None:
    """One mail to the person, in their language; dates are written in it."""
    benevole = engagement.benevole
    if not benevole.courriel:
        return
    commun = {
        "prenom": benevole.prenom,
        "structure": engagement.structure.nom,
        "lien": liens.lien(liens.SUIVI, benevole),
    }
    with translation.override(benevole.langue):
        envoyer(f"courriels/benevolat/{gabarit}", [benevole.courriel], {**commun, **contexte()}, langue=benevole.langue)


def _dates(saison: Saison) -> dict[str, str]:
    return {"debut": date_longue(saison.debut), "fin": date_longue(saison.fin)}


def _adresse(nom: str, *arguments: object) -> str:
    return adresse_absolue(reverse(nom, args=arguments))
