"""Two records of one structure become one: everything moves to the one kept, the other closes and leads to it."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from espace_structures.bilans.models import Bilan, Prolongation
from espace_structures.structures.enums import EtatDemande, StatutStructure
from espace_structures.structures.metier.cloture import fermer, verrouiller
from espace_structures.structures.models import (
    AncienNom,
    Convention,
    DemandeAdhesion,
    Implantation,
    Invitation,
    MembreStructure,
    Structure,
)
from portal.socle import courrier
from portal.socle.courrier import Lien

from .fusion_pages import fondre_les_pages
from .fusion_prevision import Adhesion, Fusion, prevoir

if TYPE_CHECKING:
    from espace_structures.comptes.models import Compte

FUSIONNER = "accueil.fusionner"


class FusionRefusee(Exception):
    """These structures cannot be merged; the message says why and what to do."""


def verifier(gardee: Structure, absorbee: Structure) -> None:
    """Refuses the same structure twice, and a closed one on either side."""
    if gardee.pk == absorbee.pk:
        raise FusionRefusee(_("Choisissez deux structures différentes."))
    for structure in (gardee, absorbee):
        if structure.statut != StatutStructure.ACTIVE:
            raise FusionRefusee(
                _("« %(structure)s » est fermée : rouvrez-la d’abord si elle doit être fusionnée.")
                % {"structure": structure.nom}
            )


@transaction.atomic
def fusionner(gardee: Structure, absorbee: Structure, *, nom: str, par: Compte, le: datetime) -> Fusion:
    """Merge, once the name of the structure absorbed has been typed; raises FusionRefusee. Says what was moved."""
    gardee, absorbee = verrouiller(gardee, absorbee) if gardee.pk != absorbee.pk else (gardee, absorbee)
    verifier(gardee, absorbee)
    if " ".join(nom.split()).casefold() != absorbee.nom.casefold():
        raise FusionRefusee(
            _("Le nom saisi n’est pas celui de la structure qui ferme : recopiez « %(structure)s ».")
            % {"structure": absorbee.nom}
        )
    fusion = prevoir(gardee, absorbee)
    _deplacer(fusion, gardee, absorbee, le=le)
    fondre_les_pages(gardee, absorbee, par=par)
    motif = _("Doublon de « %(structure)s ».") % {"structure": gardee.nom}
    jour = timezone.localdate(le)
    absorbee = fermer(absorbee, motif=motif, fermee_le=jour, successeur=gardee, par=par, le=le, prevenir=False)
    _prevenir(gardee, absorbee, [adhesion.membre.compte for adhesion in fusion.adhesions if adhesion.membre.actif])
    for instance in (gardee, absorbee):
        donnees = {"gardee": gardee.nom, "absorbee": absorbee.nom, **fusion.chiffres()}
        log(instance=instance, action=FUSIONNER, user=par, timestamp=le, data=donnees)
    return fusion


# --- Moving ----------------------------------------------------------------------------------------------------------


def _deplacer(fusion: Fusion, gardee: Structure, absorbee: Structure, *, le: datetime) -> None:
    campagnes = [bilan.campagne_id for bilan in fusion.bilans]
    _poser(Bilan, fusion.bilans, gardee)
    prises = Prolongation.objects.filter(structure=gardee).values("campagne")
    prolongations = Prolongation.objects.filter(structure=absorbee, campagne__in=campagnes)
    prolongations.exclude(campagne__in=prises).update(structure=gardee)
    _poser(Convention, fusion.conventions, gardee)
    _poser(Invitation, fusion.invitations, gardee)
    Invitation.objects.filter(pk__in=[i.pk for i in fusion.invitations_en_double]).update(annulee_le=le)
    _poser(DemandeAdhesion, fusion.demandes, gardee)
    doubles = DemandeAdhesion.objects.filter(pk__in=[d.pk for d in fusion.demandes_en_double])
    doubles.update(etat=EtatDemande.RETIREE, traitee_le=le)
    for adhesion in fusion.adhesions:
        _deplacer_adhesion(adhesion, gardee, garder=bool(fusion.bilans_a_part))
    Implantation.objects.bulk_create(Implantation(structure=gardee, departement=code) for code in fusion.departements)
    jour = timezone.localdate(le)
    AncienNom.objects.bulk_create(AncienNom(structure=gardee, nom=n, jusqu_au=jour) for n in fusion.anciens_noms)
    Structure.objects.filter(pk__in=[s.pk for s in fusion.predecesseurs]).update(successeur=gardee)


def _poser(modele, lignes: list, gardee: Structure) -> None:
    modele.objects.filter(pk__in=[ligne.pk for ligne in lignes]).update(structure=gardee)


def _deplacer_adhesion(adhesion: Adhesion, gardee: Structure, *, garder: bool) -> None:
    """Into the structure kept. With `garder`, also left where it is: a bilan stays there, to be read and sent."""
    membre, presente = adhesion.membre, adhesion.presente
    if presente is not None:
        quitte_le = None if adhesion.actif else presente.quitte_le
        MembreStructure.objects.filter(pk=presente.pk).update(
            role=adhesion.role, actif=adhesion.actif, quitte_le=quitte_le
        )
        if not garder:
            MembreStructure.objects.filter(pk=membre.pk).update(actif=False)
    elif garder:
        MembreStructure.objects.create(
            compte=membre.compte, structure=gardee, role=membre.role, actif=membre.actif, quitte_le=membre.quitte_le
        )
    else:
        MembreStructure.objects.filter(pk=membre.pk).update(structure=gardee)


def _prevenir(gardee: Structure, absorbee: Structure, comptes: list[Compte]) -> None:
    """To those who belonged to the structure absorbed: where everything is now."""
    courrier.envoyer("structures.fusion", a=comptes, gardee=gardee, absorbee=absorbee, lien=Lien("espace:accueil"))
