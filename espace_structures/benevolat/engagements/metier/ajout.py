"""A volunteer that a structure already knows: written down, or recognised by the address, and told of it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from espace_structures.structures.metier.organisations import verrouiller
from portal.socle.entrees.identifiants import normaliser_telephone
from portal.socle.entrees.textes import normaliser

from ...enums import StatutEngagement
from ...metier.refus import BenevolatRefuse
from ...metier.reglages import fin_de_saison
from ...models import Benevole, Engagement
from . import courriels
from .engagements import ouvrir_engagement

if TYPE_CHECKING:
    from espace_structures.comptes.models import Compte
    from espace_structures.structures.models import Structure


def identite(personne: Mapping[str, Any]) -> object:
    """What tells two people apart: the address, or the name and the telephone, whatever the accents and capitals."""
    return personne["courriel"].casefold() if personne.get("courriel") else nom_et_telephone(personne)


def nom_et_telephone(personne: Mapping[str, Any]) -> object:
    telephone = personne.get("telephone", "")
    return (
        normaliser(personne.get("prenom", "")),
        normaliser(personne.get("nom", "")),
        normaliser_telephone(telephone) if telephone else "",
    )


def connu(personne: Mapping[str, Any], structure: Structure) -> Benevole | None:
    """The confirmed person of this address; without one, who bears this name and telephone in this structure."""
    if personne.get("courriel"):
        return Benevole.objects.confirmes().filter(courriel__iexact=personne["courriel"]).first()
    siens = Benevole.objects.filter(engagements__structure=structure, telephone=personne.get("telephone", ""))
    return next((b for b in siens.order_by("pk") if nom_et_telephone(vars(b)) == nom_et_telephone(personne)), None)


@transaction.atomic
def ajouter(
    structure: Structure,
    *,
    personne: dict[str, str],
    depuis: date,
    origine: str,
    par: Compte,
    le: datetime,
    departement: str = "",
    fin: date | None = None,
) -> Engagement:
    """The engagement of this person here. A person known by the address keeps what they said of themselves.

    `personne`: fields of Benevole. Refuses a day to come, and who is already a volunteer of this structure.
    """
    if depuis > timezone.localdate(le):
        raise BenevolatRefuse(_("L’engagement commence aujourd’hui ou avant : corrigez la date."))
    if not personne.get("courriel"):
        verrouiller(structure)  # no constraint tells two clicks from two people
    benevole = connu(personne, structure)
    if benevole is None:
        benevole = Benevole.objects.create(
            **personne, regulier=True, cree_le=le, enregistre_le=le, confirme_le=le, dernier_contact_le=le
        )
    elif (
        Engagement.objects.filter(benevole=benevole, structure=structure)
        .exclude(statut=StatutEngagement.SORTI)
        .exists()
    ):
        raise BenevolatRefuse(_("Cette personne est déjà dans votre liste de bénévoles."))
    engagement = ouvrir_engagement(
        benevole,
        structure,
        depuis=depuis,
        origine=origine,
        par=par,
        le=le,
        departement=departement,
        fin=fin_en_cours(depuis, fin, jour=timezone.localdate(le)),
    )
    courriels.prevenir_de_l_ajout(Engagement.objects.select_related("benevole", "structure").get(pk=engagement.pk))
    return engagement


def fin_en_cours(depuis: date, fin: date | None, *, jour: date) -> date:
    """The end of the season that goes on today, for somebody who began long ago; what was said, when it was."""
    if fin is not None:
        return fin
    fin = fin_de_saison(depuis)
    while fin < jour:
        fin = fin_de_saison(fin + timedelta(days=1))
    return fin
