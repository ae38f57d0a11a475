"""What the room does by itself once a day."""

from datetime import datetime, time

from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from portal.socle.planification import tache_quotidienne

from .metier import consentements, fraicheur, relecture, signalements


@tache_quotidienne(
    code="vitrines.consentements",
    titre=_("Retirer les photos dont l’accord a pris fin"),
    explication=_("Prévient un mois avant ; le jour venu, met les fichiers hors de portée et le dit à l’auteur."),
    heure=time(0, 5),
)
def suivre_les_consentements(*, le: datetime) -> str:
    retirees, prevenus = consentements.retirer(le=le), consentements.prevenir(le=le)
    return _t("Photos retirées : %(retirees)d ; courriels de préavis : %(prevenus)d.") % {
        "retirees": retirees,
        "prevenus": prevenus,
    }


@tache_quotidienne(
    code="vitrines.fraicheur",
    titre=_("Demander si les fiches et les actions sont toujours d’actualité"),
    explication=_("Un an après la dernière vérification, puis un rappel un mois plus tard."),
    heure=time(7, 30),
)
def demander_les_confirmations(*, le: datetime) -> str:
    return _t("Courriels envoyés : %(nombre)d.") % {"nombre": fraicheur.demander(le=le)}


@tache_quotidienne(
    code="vitrines.signalements",
    titre=_("Effacer les adresses des signalements anciens"),
    explication=_("Douze mois après, même si personne ne les a clos."),
    heure=time(4, 10),
)
def effacer_les_adresses(*, le: datetime) -> str:
    return _t("Adresses effacées : %(nombre)d.") % {"nombre": signalements.effacer_les_adresses(le=le)}


@tache_quotidienne(
    code="vitrines.relecture",
    titre=_("Rappeler les pages qui attendent d’être relues"),
    explication=_("Aux modératrices et modérateurs passé le délai réglé, à l’animation passé le double."),
    heure=time(8, 0),
)
def rappeler_les_relectures(*, le: datetime) -> str:
    return _t("Rappels envoyés : %(nombre)d.") % {"nombre": relecture.rappeler(le=le)}
