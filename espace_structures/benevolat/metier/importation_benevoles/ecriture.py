"""Writes what the preview showed, or nothing."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from espace_structures.structures.metier.importation.lecture import Lecture
from espace_structures.structures.models import Structure

from ...enums import Consultation, OrigineEngagement
from ...journal import noter
from ...models import Benevole, Engagement
from .. import courriels_engagements as courriels
from ..acces import noter_acces
from ..ajout import ajouter, fin_en_cours
from ..engagements import changer_de_departement, ouvrir_engagement
from ..refus import BenevolatRefuse
from .prevision import LignePrevue, Sort, a_completer, prevoir

if TYPE_CHECKING:
    from espace_structures.comptes.models import Compte


@transaction.atomic
def ecrire(lecture: Lecture, structure: Structure, *, empreinte: str, par: Compte, le: datetime) -> int:
    """How many lines were written; lines refused are left aside. Refuses when the list changed since the preview.

    The row of the structure is locked: the same file sent twice at once is written once.
    """
    structure = Structure.objects.select_for_update(of=("self",)).get(pk=structure.pk)
    prevision = prevoir(lecture, structure, jour=timezone.localdate(le))
    if prevision.empreinte != empreinte:
        raise BenevolatRefuse(_("Votre liste a changé depuis l’aperçu : relisez-le avant de confirmer."))
    ecrits = [_ecrire_une(ligne, structure, par=par, le=le) for ligne in prevision.a_ecrire]
    if ecrits:
        noter_acces(
            [engagement.benevole_id for engagement in ecrits],
            structure=structure,
            par=par,
            action=Consultation.ECRIRE,
            le=le,
        )
        noter(ecrits[0], "benevolat.import", par=par, le=le, detail=str(len(ecrits)))
    return len(ecrits)


def _ecrire_une(ligne: LignePrevue, structure: Structure, *, par: Compte, le: datetime) -> Engagement:
    departement = ligne.valeurs.get("departement", "")
    if ligne.sort == Sort.RATTACHEE:
        return _rattacher(ligne, structure, departement=departement, par=par, le=le)
    if ligne.sort == Sort.CREEE:
        return ajouter(
            structure,
            personne=ligne.personne,
            depuis=ligne.valeurs["depuis"],
            fin=ligne.valeurs.get("fin"),
            departement=departement,
            origine=OrigineEngagement.IMPORT,
            par=par,
            le=le,
        )
    engagement = Engagement.objects.select_related("benevole").get(pk=ligne.engagement)
    manquants = a_completer(engagement, ligne.valeurs)
    if manquants:
        Benevole.objects.filter(pk=engagement.benevole_id).update(**manquants)
    if departement and departement != engagement.departement:
        changer_de_departement(engagement, departement=departement, par=par, le=le)
    return engagement


def _rattacher(ligne: LignePrevue, structure: Structure, *, departement: str, par: Compte, le: datetime) -> Engagement:
    """Somebody who had left this structure is back."""
    ancien = Engagement.objects.select_related("benevole").get(pk=ligne.engagement)
    engagement = ouvrir_engagement(
        ancien.benevole,
        structure,
        depuis=ligne.valeurs["depuis"],
        fin=fin_en_cours(ligne.valeurs["depuis"], ligne.valeurs.get("fin"), jour=timezone.localdate(le)),
        departement=departement,
        origine=OrigineEngagement.IMPORT,
        par=par,
        le=le,
    )
    courriels.prevenir_de_l_ajout(Engagement.objects.select_related("benevole", "structure").get(pk=engagement.pk))
    return engagement
