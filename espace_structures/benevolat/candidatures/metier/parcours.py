"""Where a candidature stands, for the person who waits: what was done, who answers and by when, what comes next."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils import timezone
from django.utils.formats import date_format, time_format
from django.utils.translation import gettext as _

from portal.socle.dates import date_longue

from ...enums import ETATS_OUVERTS, EtatCandidature
from ...metier.courriels import phrase_du_refus
from ...models import Candidature

_FAIT, _EN_COURS, _A_VENIR = "fait", "en_cours", "a_venir"


@dataclass(frozen=True)
class EtapeDuParcours:
    """A step: `situation` is fait, en_cours or a_venir."""

    titre: str
    texte: str
    situation: str


def est_ouverte(candidature: Candidature) -> bool:
    """Whether an answer is still awaited or followed: it can be withdrawn."""
    return candidature.etat in ETATS_OUVERTS


def qui_repond(candidature: Candidature) -> str:
    """Who answers, as people say it."""
    return candidature.structure.nom if candidature.structure else _("L’animation régionale")


def etapes(candidature: Candidature, *, jour: date) -> list[EtapeDuParcours]:
    """Three steps: received, answered, decided. What did not happen is told as what comes, with its date."""
    return [_reception(candidature), _reponse(candidature, jour), _suite(candidature)]


def _reception(candidature: Candidature) -> EtapeDuParcours:
    if candidature.recue_le is None:
        return EtapeDuParcours(
            _("Adresse à confirmer"), _("Ouvrez le courriel reçu et appuyez sur le bouton de confirmation."), _EN_COURS
        )
    quand = date_longue(timezone.localdate(candidature.recue_le))
    return EtapeDuParcours(_("Candidature reçue"), _("Le %(jour)s.") % {"jour": quand}, _FAIT)


def _reponse(candidature: Candidature, jour: date) -> EtapeDuParcours:
    titre = _("Première réponse")
    if candidature.repondue_le is not None:
        quand = date_longue(timezone.localdate(candidature.repondue_le))
        return EtapeDuParcours(titre, _("Le %(jour)s.") % {"jour": quand}, _FAIT)
    if not est_ouverte(candidature):
        return EtapeDuParcours(titre, "", _A_VENIR if candidature.recue_le is None else _FAIT)
    promise = candidature.promise_le
    if promise is None:
        texte = _("%(qui)s vous répond dès que possible.")
    elif promise >= jour:
        texte = _("%(qui)s vous répond au plus tard le %(jour)s.")
    elif candidature.structure_relancee_le is not None:
        texte = _("%(qui)s devait répondre avant le %(jour)s. Nous l’avons relancée et nous suivons votre candidature.")
    else:
        texte = _("%(qui)s devait répondre avant le %(jour)s. Vous pouvez lui écrire ci-dessous.")
    valeurs = {"qui": qui_repond(candidature), "jour": date_longue(promise) if promise else ""}
    return EtapeDuParcours(titre, texte % valeurs, _EN_COURS)


def _suite(candidature: Candidature) -> EtapeDuParcours:
    match candidature.etat:
        case EtatCandidature.RENCONTRE_PREVUE:
            return EtapeDuParcours(_("Rencontre prévue"), _rencontre(candidature), _EN_COURS)
        case EtatCandidature.LISTE_ATTENTE:
            texte = _("Il n’y a pas de place pour l’instant. Vous serez recontacté·e dès qu’une place se libère.")
            return EtapeDuParcours(_("Sur liste d’attente"), texte, _EN_COURS)
        case EtatCandidature.ACCEPTEE:
            return EtapeDuParcours(
                _("Candidature acceptée"), _("Bienvenue ! La structure vous dit comment commencer."), _FAIT
            )
        case EtatCandidature.REFUSEE:
            return EtapeDuParcours(_("Réponse négative"), phrase_du_refus(candidature.motif_refus), _FAIT)
        case EtatCandidature.RETIREE:
            return EtapeDuParcours(
                _("Candidature retirée"), _("Vous l’avez retirée. Rien d’autre n’est attendu."), _FAIT
            )
        case EtatCandidature.REORIENTEE:
            return EtapeDuParcours(_("Confiée à une autre structure"), _("La suite est sur cette page."), _FAIT)
        case _:
            return EtapeDuParcours(
                _("Rencontre, puis décision"), _("On vous propose un échange pour faire connaissance."), _A_VENIR
            )


def _rencontre(candidature: Candidature) -> str:
    quand = timezone.localtime(candidature.rencontre_le)
    valeurs = {
        "jour": f"{date_format(quand, 'l')} {date_longue(quand.date())}",
        "heure": time_format(quand, "TIME_FORMAT"),
        "lieu": candidature.rencontre_lieu,
    }
    if candidature.rencontre_lieu:
        return _("Le %(jour)s à %(heure)s. Lieu : %(lieu)s.") % valeurs
    return _("Le %(jour)s à %(heure)s.") % valeurs
