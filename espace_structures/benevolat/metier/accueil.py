"""The welcome of a person by a structure: steps with their dates, and what was seen of their honorability."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from espace_structures.structures.enums import StatutStructure
from portal.socle.dates import plus_mois

from .. import journal
from ..enums import Honorabilite
from ..models import Accueil, Benevole, Candidature, Engagement
from . import courriels
from .refus import BenevolatRefuse

if TYPE_CHECKING:
    from espace_structures.comptes.models import Compte

VALIDITE_ANNEES = 3  # domaine.md §7 (S70-S73)
PREAVIS = timedelta(days=60)
DATES = ("entretien_le", "charte_le", "formation_le", "honorabilite_le")


def accueil_de(suivi: Candidature | Engagement) -> Accueil:
    """The checklist of this person in this structure; not saved yet when nobody ticked anything."""
    trouve = Accueil.objects.filter(benevole=suivi.benevole_id, structure=suivi.structure_id).first()
    return trouve or Accueil(
        benevole_id=suivi.benevole_id,
        structure_id=suivi.structure_id,
        mineurs=_appel_protege(suivi),
        mineurs_proteges=_appel_protege(suivi),
    )


@transaction.atomic
def mettre_a_jour(
    suivi: Candidature | Engagement, *, valeurs: Mapping[str, Any], par: Compte | None, le: datetime
) -> Accueil:
    """Write the steps. `valeurs`: dates of DATES, `mineurs`, `mineurs_proteges`, `honorabilite`.

    The candidature is locked, as its acceptance does; then the person, whose engagement leads to the same checklist.
    """
    if suivi.structure_id is None:
        raise BenevolatRefuse(
            _("L’accueil se suit dans une structure : confiez d’abord la candidature à l’une d’elles.")
        )
    if isinstance(suivi, Candidature):
        Candidature.objects.select_for_update(of=("self",)).get(pk=suivi.pk)
    Benevole.objects.select_for_update(of=("self",)).get(pk=suivi.benevole_id)
    accueil = accueil_de(suivi)
    _refuser_si_incoherent(suivi, valeurs, timezone.localdate(le))
    avant = (accueil.honorabilite, accueil.honorabilite_le)
    for champ in (*DATES, "mineurs", "mineurs_proteges", "honorabilite"):
        setattr(accueil, champ, valeurs[champ])
    accueil.mineurs = accueil.mineurs or accueil.mineurs_proteges
    if (accueil.honorabilite, accueil.honorabilite_le) != avant:
        accueil.honorabilite_par = par if accueil.honorabilite else None
        accueil.honorabilite_jusqu_au = _jusqu_au(accueil)
        accueil.honorabilite_rappelee_le = None
    accueil.modifie_le = le
    accueil.save()
    journal.noter(suivi, "benevolat.accueil", par=par, le=le)
    return accueil


def honorabilite_exigee(candidature: Candidature) -> bool:
    """Child protection: said by the call, or by the checklist."""
    return _appel_protege(candidature) or accueil_de(candidature).mineurs_proteges


def honorabilite_valable(accueil: Accueil, jour: date) -> bool:
    """The attestation was seen, and is not to be seen again yet: nothing else holds for child protection."""
    return (
        accueil.honorabilite == Honorabilite.ATTESTATION
        and accueil.honorabilite_jusqu_au is not None
        and jour <= accueil.honorabilite_jusqu_au
    )


def honorabilite_valable_pour(candidature: Candidature, jour: date) -> bool:
    return honorabilite_valable(accueil_de(candidature), jour)


@transaction.atomic
def rappeler_les_honorabilites(*, le: datetime) -> int:
    """Tell structures, once, what they will have to see again within sixty days; how many people it is about."""
    jour = timezone.localdate(le)
    concernes = (
        Accueil.objects.select_for_update(of=("self",))
        .filter(
            honorabilite=Honorabilite.ATTESTATION,
            honorabilite_jusqu_au__lte=jour + PREAVIS,
            honorabilite_rappelee_le__isnull=True,
            mineurs_proteges=True,
            structure__statut=StatutStructure.ACTIVE,
        )
        .select_related("structure")
    )
    rappeles = 0
    for accueil in concernes:
        derniere = Candidature.objects.filter(benevole=accueil.benevole_id, structure=accueil.structure_id).first()
        courriels.rappeler_honorabilite(accueil, derniere)
        accueil.honorabilite_rappelee_le = le
        accueil.save(update_fields=["honorabilite_rappelee_le"])
        rappeles += 1
    return rappeles


def _jusqu_au(accueil: Accueil) -> date | None:
    if accueil.honorabilite != Honorabilite.ATTESTATION:
        return None
    return plus_mois(accueil.honorabilite_le, 12 * VALIDITE_ANNEES)


def _appel_protege(suivi: Candidature | Engagement) -> bool:
    candidature = suivi.candidature if isinstance(suivi, Engagement) else suivi
    return candidature is not None and candidature.appel is not None and candidature.appel.mineurs_proteges


def _refuser_si_incoherent(suivi: Candidature | Engagement, valeurs: Mapping[str, Any], jour: date) -> None:
    if any(valeurs[champ] and valeurs[champ] > jour for champ in DATES):
        raise BenevolatRefuse(_("Une étape faite a une date passée : laissez vide ce qui n’est pas encore fait."))
    if bool(valeurs["honorabilite"]) != bool(valeurs["honorabilite_le"]):
        raise BenevolatRefuse(_("Dites quelle pièce vous avez vue, et quand."))
    if _appel_protege(suivi) and not valeurs["mineurs_proteges"]:
        raise BenevolatRefuse(
            _("L’appel concerne des mineurs de la protection de l’enfance : laissez cette case cochée.")
        )
