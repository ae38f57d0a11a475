"""What the room does by itself once a day. The work is in metier/, a module a subject."""

from datetime import datetime, time

from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from portal.socle.planification import tache_quotidienne

from .appels.metier import appels
from .candidatures.metier import relances
from .engagements.metier import rappels as rappels_renouvellement
from .entreprises.metier import entreprises
from .metier import accueil, conservation


@tache_quotidienne(
    code="benevolat.conservation",
    titre=_("Effacer les bénévoles dont on n’a plus de nouvelles"),
    explication=_("Prévient d’abord ; efface au terme réglé, sauf si un engagement dure. Brouillons : une semaine."),
    heure=time(2, 40),
)
def appliquer_la_conservation(*, le: datetime) -> str:
    fait = conservation.appliquer(le=le)
    return _t(
        "Rappels : %(rappels)d ; effacements : %(effacements)d ; "
        "brouillons : %(brouillons)d ; accès anciens : %(acces)d."
    ) % {
        "rappels": fait.rappels,
        "effacements": fait.effacements,
        "brouillons": fait.brouillons,
        "acces": fait.acces,
    }


@tache_quotidienne(
    code="benevolat.appels",
    titre=_("Clore les appels à bénévoles dont la date est passée"),
    explication=_("Le lendemain du dernier jour. Les candidatures déjà reçues se poursuivent."),
    heure=time(0, 15),
)
def clore_les_appels_passes(*, le: datetime) -> str:
    return _t("Appels clos : %(nombre)d.") % {"nombre": appels.clore_les_passes(le=le)}


@tache_quotidienne(
    code="benevolat.relances",
    titre=_("Ne laisser aucune candidature sans réponse"),
    explication=_("Du lundi au vendredi : relance la structure, alerte l’animation, propose une autre structure."),
    heure=time(8, 15),
)
def suivre_les_candidatures(*, le: datetime) -> str:
    fait = relances.suivre(le=le)
    return _t(
        "Relancées : %(relancees)d ; signalées à l’animation : %(alertees)d ; "
        "réorientées : %(reorientees)d ; personnes prévenues : %(personnes)d."
    ) % {
        "relancees": fait.relancees,
        "alertees": fait.alertees,
        "reorientees": fait.reorientees,
        "personnes": fait.personnes,
    }


@tache_quotidienne(
    code="benevolat.entreprises",
    titre=_("Effacer les entreprises qui n’ont pas confirmé leur adresse"),
    explication=_("Au bout de sept jours."),
    heure=time(4, 20),
)
def effacer_les_entreprises(*, le: datetime) -> str:
    return _t("Entreprises effacées : %(nombre)d.") % {"nombre": entreprises.purger(le=le)}


@tache_quotidienne(
    code="benevolat.pauses",
    titre=_("Reprendre les engagements dont la pause est finie"),
    explication=_("Ouvre une saison si l’ancienne est finie, et prévient la personne et sa structure."),
    heure=time(7, 0),
)
def reveiller_les_pauses(*, le: datetime) -> str:
    return _t("Pauses finies : %(nombre)d.") % {"nombre": rappels_renouvellement.reveiller(le=le)}


@tache_quotidienne(
    code="benevolat.renouvellements",
    titre=_("Relancer les renouvellements sans réponse"),
    explication=_(
        "Rappelle du lundi au vendredi, puis dit qui appeler ; le lundi, fait le point avec chaque structure."
    ),
    heure=time(8, 40),
)
def relancer_les_renouvellements(*, le: datetime) -> str:
    rappels, appels = rappels_renouvellement.relancer(le=le)
    return _t("Rappels : %(rappels)d ; à appeler : %(appels)d ; structures prévenues : %(points)d.") % {
        "rappels": rappels,
        "appels": appels,
        "points": rappels_renouvellement.faire_le_point(le=le),
    }


@tache_quotidienne(
    code="benevolat.honorabilite",
    titre=_("Rappeler les attestations d’honorabilité à renouveler"),
    explication=_("Une fois, à la structure, soixante jours avant le terme."),
    heure=time(7, 15),
)
def rappeler_les_honorabilites(*, le: datetime) -> str:
    return _t("Structures prévenues d’un terme proche : %(nombre)d.") % {
        "nombre": accueil.rappeler_les_honorabilites(le=le)
    }
