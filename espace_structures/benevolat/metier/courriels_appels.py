"""Who is written to on the road of a call: those who read it, then those who write for the structure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from espace_structures.comptes.models import Compte
from espace_structures.structures.metier.courriels import Message, adresse, ecrire_aux_comptes
from espace_structures.structures.models import MembreStructure
from espace_structures.vitrines.metier.courriels import moderateurs_de

if TYPE_CHECKING:
    from ..models import AppelBenevoles


def demander_la_relecture(appel: AppelBenevoles, *, par: Compte) -> None:
    """To the moderators of the territory, to the animation where there is none."""
    noms = {"titre": appel.titre, "structure": appel.structure.nom}
    ecrire_aux_comptes(
        moderateurs_de(appel.structure).exclude(pk=par.pk),
        lambda: Message(
            objet=_("Appel à bénévoles à relire : « %(titre)s »") % noms,
            phrases=[
                _("« %(structure)s » vous demande de relire son appel à bénévoles « %(titre)s » avant sa parution.")
                % noms
            ],
            raison=_("Vous recevez ce message parce que vous relisez les appels des structures."),
            bouton=(adresse("espace:appel-a-relire", appel.pk), _("Relire l’appel")),
        ),
    )


def prevenir_de_la_modification(appel: AppelBenevoles, *, par: Compte) -> None:
    """To the same: the words of a call on the site are no longer those that were read."""
    noms = {"titre": appel.titre, "structure": appel.structure.nom}
    ecrire_aux_comptes(
        moderateurs_de(appel.structure).exclude(pk=par.pk),
        lambda: Message(
            objet=_("Appel à bénévoles modifié : « %(titre)s »") % noms,
            phrases=[
                _("« %(structure)s » a modifié le texte de son appel « %(titre)s », qui reste sur le site.") % noms
            ],
            raison=_("Vous recevez ce message parce que vous relisez les appels des structures."),
            bouton=(adresse("benevolat:appel", appel.pk), _("Lire l’appel")),
        ),
    )


def prevenir_de_la_publication(appel: AppelBenevoles, *, par: Compte) -> None:
    """To those who write for the structure."""
    noms = {"titre": appel.titre}
    _ecrire_aux_editeurs(
        appel,
        par,
        lambda: Message(
            objet=_("Votre appel est publié : « %(titre)s »") % noms,
            phrases=[_("Votre appel à bénévoles « %(titre)s » est sur le site : partagez-le autour de vous.") % noms],
            raison=_raison(appel),
            bouton=(adresse("benevolat:appel", appel.pk), _("Voir l’appel")),
        ),
    )


def prevenir_du_retour(appel: AppelBenevoles, *, motif: str, par: Compte) -> None:
    """To the same: what is to be taken up again, in the words of whoever read it."""
    noms = {"titre": appel.titre}
    _ecrire_aux_editeurs(
        appel,
        par,
        lambda: Message(
            objet=_("Appel à bénévoles à reprendre : « %(titre)s »") % noms,
            phrases=[
                _("Votre appel « %(titre)s » a été relu. Avant sa parution, on vous propose de le reprendre :") % noms
            ],
            citation=motif,
            raison=_raison(appel),
            bouton=(adresse("espace:appel-benevole", appel.pk), _("Reprendre l’appel")),
        ),
    )


def _ecrire_aux_editeurs(appel: AppelBenevoles, par: Compte, composer) -> None:
    """Nobody is told of what they did themselves."""
    editeurs = MembreStructure.objects.actifs().editeurs().filter(structure=appel.structure)
    ecrire_aux_comptes(Compte.objects.filter(pk__in=editeurs.values("compte")).exclude(pk=par.pk), composer)


def _raison(appel: AppelBenevoles) -> str:
    return _("Vous recevez ce message parce que vous écrivez pour « %(structure)s ».") % {
        "structure": appel.structure.nom
    }
