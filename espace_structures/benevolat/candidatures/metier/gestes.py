"""Which steps a candidature may take from which state: the only table of them."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from ...enums import ETATS_EN_COURS, ETATS_OUVERTS, EtatCandidature
from ...models import Candidature

E = EtatCandidature

GESTES: dict[str, tuple[EtatCandidature, ...]] = {
    "contacter": (E.NOUVELLE,),
    "prevoir_rencontre": ETATS_OUVERTS,
    "mettre_en_attente": (E.NOUVELLE, E.CONTACTEE, E.RENCONTRE_PREVUE),
    "reprendre": (E.LISTE_ATTENTE,),
    "accepter": ETATS_OUVERTS,
    "refuser": ETATS_OUVERTS,
    "retirer": ETATS_EN_COURS,
    "reorienter": ETATS_OUVERTS,
    "confier": ETATS_OUVERTS,
}
# Without a structure there is nobody to be engaged with.
AVEC_STRUCTURE = ("accepter", "mettre_en_attente")

# Why a step is refused in this state, and what to do.
DEJA = {
    E.A_CONFIRMER: _("L’adresse de la personne n’est pas encore confirmée : attendez qu’elle le soit."),
    E.NOUVELLE: _("Cette candidature est encore nouvelle : prenez d’abord contact avec la personne."),
    E.CONTACTEE: _("La personne a déjà été contactée : rechargez le dossier pour voir où elle en est."),
    E.RENCONTRE_PREVUE: _("Une rencontre est déjà prévue : rechargez le dossier pour la voir."),
    E.LISTE_ATTENTE: _("La candidature est sur liste d’attente : reprenez-la d’abord."),
    E.ACCEPTEE: _("Cette candidature a déjà été acceptée : ouvrez l’engagement de la personne."),
    E.REFUSEE: _("Cette candidature a déjà été refusée : la personne peut en déposer une nouvelle."),
    E.RETIREE: _("La personne a retiré sa candidature : il n’y a plus rien à faire."),
    E.REORIENTEE: _("Cette candidature a déjà été réorientée : la suite se passe ailleurs."),
}


def gestes_possibles(candidature: Candidature) -> list[str]:
    """Steps that may be taken now, in the order of the table; the honorability is judged at the moment of accepting."""
    return [
        geste
        for geste, etats in GESTES.items()
        if candidature.etat in etats and (candidature.structure_id or geste not in AVEC_STRUCTURE)
    ]
