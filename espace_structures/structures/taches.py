"""What the room does by itself, each night."""

from datetime import datetime, time

from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from portal.socle.planification import tache_quotidienne

from .metier import entretien


@tache_quotidienne(
    code="structures.demandes",
    titre=_("Effacer les demandes d’adhésion anciennes"),
    explication=_(
        "Efface les demandes jamais confirmées au bout de sept jours, et les messages douze mois après la réponse."
    ),
    heure=time(3, 10),
)
def effacer_les_demandes(*, le: datetime) -> str:
    abandonnees, closes = entretien.effacer_les_demandes(le=le)
    return _t("Demandes effacées : %(abandonnees)d ; messages effacés : %(closes)d.") % {
        "abandonnees": abandonnees,
        "closes": closes,
    }


@tache_quotidienne(
    code="structures.rappels",
    titre=_("Rappeler les demandes et les invitations sans réponse"),
    explication=_(
        "Écrit une fois : pour une demande, aux responsables et à l’animation régionale ; "
        "pour une invitation, à qui l’a envoyée."
    ),
    heure=time(8, 0),
)
def rappeler(*, le: datetime) -> str:
    return _t("Demandes rappelées : %(demandes)d ; invitations expirées : %(invitations)d.") % {
        "demandes": entretien.rappeler_les_demandes(le=le),
        "invitations": entretien.signaler_les_invitations_expirees(le=le),
    }


@tache_quotidienne(
    code="structures.verification",
    titre=_("Faire vérifier les membres"),
    explication=_("Demande une fois par an à chaque responsable, à partir de septembre, si ses membres sont les bons."),
    heure=time(8, 30),
)
def faire_verifier_les_membres(*, le: datetime) -> str:
    return _t("Responsables interrogés : %(nombre)d.") % {"nombre": entretien.demander_la_verification_annuelle(le=le)}
