"""What the room does by itself, each night."""

from datetime import datetime, time

from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from portal.socle.planification import tache_quotidienne

from .metier import inactivite


@tache_quotidienne(
    code="comptes.inactivite",
    titre=_("Désactiver les comptes que personne n’utilise"),
    explication=_("Prévient un mois avant ; un an après, efface le nom, l’adresse et les moyens de se connecter."),
    heure=time(2, 20),
)
def suivre_les_comptes_inutilises(*, le: datetime) -> str:
    fait = inactivite.appliquer(le=le)
    return _t("Prévenus : %(avertis)d ; désactivés : %(desactives)d ; effacés : %(effaces)d.") % {
        "avertis": fait.avertis,
        "desactives": fait.desactives,
        "effaces": fait.effaces,
    }
