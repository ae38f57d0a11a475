"""Who is told what of engagements and renewals; the words are in `templates/courriels/benevolat.<language>.md`.

Who has no address is told nothing here.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from espace_structures.structures.models import Structure
from espace_structures.vitrines.metier.destinataires import responsables_de
from portal.socle import courrier
from portal.socle.courrier import Destinataire, Lien

from ...enums import Reponse
from ...metier import attestation
from ...metier.liens import RENOUVELLEMENT, SUIVI, jeton, lien
from ...metier.reglages import reglages
from ...models import DemandeRenouvellement, Engagement, Saison


def prevenir_de_l_ajout(engagement: Engagement) -> None:
    """What article 14 of the RGPD asks when data come from somebody else: source, purpose, retention, rights."""
    _dire("benevole_ajoute", engagement, conservation=reglages().conservation_mois)


def prevenir_de_la_pause(engagement: Engagement) -> None:
    _dire("engagement_pause", engagement, jusqu_au=engagement.pause_jusqu_au)


def prevenir_du_retour(engagement: Engagement) -> None:
    """To both: the pause is over; the person says in one click that it is not so."""
    question = (
        DemandeRenouvellement.objects.filter(saison__engagement=engagement, campagne__close_le__isnull=True)
        .order_by("-saison__debut")
        .first()
    )
    # Who answered the campaign by a pause may still answer otherwise; else the page of the engagement takes the answer.
    page = Lien("benevolat:suivi_engagement", jeton(SUIVI, engagement.benevole), engagement.pk)
    _dire("engagement_retour", engagement, lien=lien(RENOUVELLEMENT, question) if question else page)
    courrier.envoyer(
        "benevolat.engagement_retour_structure",
        a=responsables_de(engagement.structure_id),
        structure=engagement.structure.nom,
        lien=Lien("espace:benevole", engagement.pk),
    )


def dire_la_reponse(engagement: Engagement, *, choix: str) -> None:
    """To those in charge of the structure: what the person answered by themselves."""
    courrier.envoyer(
        "benevolat.engagement_reponse_structure",
        a=responsables_de(engagement.structure_id),
        structure=engagement.structure.nom,
        reponse=Reponse(choix).label,
        jusqu_au=engagement.pause_jusqu_au,
        lien=Lien("espace:benevole", engagement.pk),
    )


def prevenir_du_depart(engagement: Engagement) -> None:
    """Thanks, and the attestation."""
    contact = _contact(engagement.structure)
    page = attestation.lien(engagement)
    _dire("engagement_depart", engagement, repondre_a=contact, sorti_le=engagement.sorti_le, lien=page)


def prevenir_de_la_reconduction(engagement: Engagement, saison: Saison) -> None:
    _dire("engagement_reconduit", engagement, debut=saison.debut, fin=saison.fin)


def prevenir_de_la_correction(engagement: Engagement, saison: Saison) -> None:
    contact = _contact(engagement.structure)
    _dire("engagement_dates", engagement, repondre_a=contact, debut=saison.debut, fin=saison.fin)


def demander(demande: DemandeRenouvellement, *, rappel: bool = False) -> None:
    """The question, with a link for each answer: each leads to a page with one button."""
    question = lien(RENOUVELLEMENT, demande)
    _dire(
        "renouvellement_rappel" if rappel else "renouvellement_demande",
        demande.saison.engagement,
        fin=demande.saison.fin,
        mot=demande.campagne.message,
        lien=question.avec(choix="continue"),
        lien_pause=question.avec(choix="pause"),
        lien_arret=question.avec(choix="arret"),
    )


def faire_le_point(structure: Structure, comptes: Mapping[str, int]) -> int:
    """To those in charge of the structure: how many answered what. How many mails."""
    return courrier.envoyer(
        "benevolat.renouvellement_digest",
        a=responsables_de(structure),
        structure=structure.nom,
        lien=Lien("espace:renouvellement"),
        **comptes,
    )


def _dire(nom: str, engagement: Engagement, **valeurs: Any) -> None:
    benevole = engagement.benevole
    communes = {"prenom": benevole.prenom, "structure": engagement.structure.nom, "lien": lien(SUIVI, benevole)}
    courrier.envoyer(f"benevolat.{nom}", a=Destinataire(benevole.courriel, benevole.langue), **communes | valeurs)


def _contact(structure: Structure) -> list[str]:
    """Who answers a volunteer for the structure: its referent, or else those in charge."""
    if structure.referent_courriel:
        return [structure.referent_courriel]
    return list(responsables_de(structure).values_list("email", flat=True))
