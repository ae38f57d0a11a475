"""The address to confirm: the only mail that leaves before the candidature reaches anybody."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from portal.socle.courriels import envoyer
from portal.socle.courrier import declarer

if TYPE_CHECKING:
    from ..models import Benevole, Candidature

CONFIRMER = "courriels/benevolat/confirmer_candidature"

declarer(
    CONFIRMER,
    _("Adresse à confirmer avant de transmettre une candidature"),
    {"prenom": _("prénom de la personne"), "structure": _("structure choisie ; vide si l’animation choisit")},
    bouton=_("Confirmer ma candidature"),
    raison=_(
        "Vous recevez ce message parce que votre adresse a été écrite dans le formulaire du portail. Si ce n’est pas "
        "vous, ignorez-le : tout est effacé au bout de sept jours."
    ),
)


def demander_confirmation(benevole: Benevole, candidature: Candidature, *, lien: str) -> None:
    """To the person alone: nobody else is disturbed before they answer."""
    contexte = {
        "prenom": benevole.prenom,
        "structure": candidature.structure.nom if candidature.structure else "",
        "lien": lien,
    }
    envoyer(CONFIRMER, [benevole.courriel], contexte, langue=benevole.langue)
