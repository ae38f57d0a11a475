"""What happens to candidatures, calls and engagements, read back by the screens of a file (`portal.socle.journal`).

Data written there never names a volunteer: the log outlives the file.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db.models import Model
from django.utils.translation import gettext_lazy as _

from portal.socle import journal
from portal.socle.journal import Evenement

if TYPE_CHECKING:
    from espace_structures.comptes.models import Compte
    from espace_structures.structures.models import Structure

    from .models import Accueil, AppelBenevoles, CampagneRenouvellement, Candidature, Engagement, ReglagesBenevolat

    # A list taken away concerns a structure, or all of them: the settings stand for these.
    Objet = Accueil | AppelBenevoles | CampagneRenouvellement | Candidature | Engagement | Structure | ReglagesBenevolat

# code: what has been done
FAITS = {
    "benevolat.appel_cree": _("Appel créé"),
    "benevolat.appel_modifie": _("Appel modifié"),
    "benevolat.appel_soumis": _("Appel envoyé en relecture"),
    "benevolat.appel_repris": _("Appel repris avant relecture"),
    "benevolat.appel_publie": _("Appel publié"),
    "benevolat.appel_renvoye": _("Appel renvoyé à la structure"),
    "benevolat.appel_complet": _("Appel complet"),
    "benevolat.appel_rouvert": _("Appel rouvert"),
    "benevolat.appel_clos": _("Appel clos"),
    "benevolat.recue": _("Candidature reçue"),
    "benevolat.confiee": _("Candidature confiée"),
    "benevolat.contactee": _("Personne contactée"),
    "benevolat.rencontre": _("Rencontre prévue"),
    "benevolat.liste_attente": _("Mise sur liste d’attente"),
    "benevolat.reprise": _("Candidature reprise"),
    "benevolat.acceptee": _("Candidature acceptée"),
    "benevolat.refusee": _("Candidature refusée"),
    "benevolat.retiree": _("Candidature retirée par la personne"),
    "benevolat.reorientee": _("Candidature réorientée"),
    "benevolat.accord": _("Accord donné pour une autre structure"),
    "benevolat.accord_retire": _("Accord retiré pour une autre structure"),
    "benevolat.relancee": _("Structure relancée"),
    "benevolat.alertee": _("Animation régionale alertée"),
    "benevolat.accueil": _("Étapes de l’accueil mises à jour"),
    "benevolat.engagement": _("Engagement ouvert"),
    "benevolat.saison": _("Nouvelle saison"),
    "benevolat.pause": _("Mise en pause"),
    "benevolat.retour": _("Fin de la pause"),
    "benevolat.sortie": _("Fin de l’engagement"),
    "benevolat.import": _("Liste de bénévoles importée"),
    "benevolat.campagne": _("Campagne de renouvellement lancée"),
    "benevolat.campagne_close": _("Campagne de renouvellement close"),
    "benevolat.export": _("Liste exportée"),
}
journal.declarer({code: (fait, fait) for code, fait in FAITS.items()})


def noter(objet: Objet, code: str, *, par: Compte | None, le: datetime, detail: str = "") -> None:
    """Write a line. `detail` never names a volunteer nor quotes them; neither does the title."""
    journal.noter(objet, code, par=par, le=le, titre=str(objet._meta.verbose_name), detail=detail)


def historique(objet: Model, *, nombre: int = 50) -> list[Evenement]:
    """The latest lines about this object, latest first: one query."""
    return journal.historique(objet, actions=FAITS, nombre=nombre)
