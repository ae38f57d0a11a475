"""No candidature without an answer: every working day, what waits is said to those who can answer.

Delays count calendar days from the day of reception, in Paris; mails leave from Monday to Friday only, so that what
falls due on a Saturday is said on Monday. Without a first answer, in turn: the structure is reminded, the animation is
alerted, the candidature goes to the next structure if the person agreed – otherwise the person is told. A structure
that was never reminded, because jobs did not run, is reminded first: nothing leaves it on that same day.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from espace_structures.structures.enums import StatutStructure
from espace_structures.structures.metier.organisations import animation
from espace_structures.structures.models import Structure
from portal.socle.dates import date_longue
from portal.socle.planification import envoyer_une_fois

from ... import journal
from ...enums import ETATS_EN_COURS, ETATS_OUVERTS, EtatCandidature
from ...metier import courriels
from ...metier.reglages import reglages, reponse_promise
from ...models import Candidature
from . import candidatures as gestes
from .orientation import proposer

SAMEDI, LUNDI = 5, 0
LONGTEMPS = timedelta(days=60)
CODE_HEBDOMADAIRE = "benevolat.anciennes"
CODE_OU_EN_EST = "benevolat.ou_en_est"


@dataclass(frozen=True, kw_only=True)
class JourneeDeRelances:
    """What a run did, in numbers of candidatures (of digests, for the weekly ones)."""

    reorientees: int = 0
    personnes: int = 0
    relancees: int = 0
    alertees: int = 0


def suivre(*, le: datetime) -> JourneeDeRelances:
    """The work of a day; nothing at week-ends. Running it again on the same day sends nothing more."""
    jour = timezone.localdate(le)
    if jour.weekday() >= SAMEDI:
        return JourneeDeRelances()
    gestes_faits = [_passer_la_main(pk, le=le) for pk in _a_passer(jour)]
    relancees = sum(_relancer(structure, le=le) for structure in _structures_a_relancer(jour))
    return JourneeDeRelances(
        reorientees=gestes_faits.count("reorientee"),
        personnes=gestes_faits.count("personne"),
        relancees=relancees,
        alertees=_alerter(le=le),
    )


# --- To the structure ------------------------------------------------------------------------------------------------


def _en_retard(jour: date):
    """Without a first answer once the promised delay is over, in a structure that is still there."""
    return Candidature.objects.sans_reponse().filter(
        recue_le__date__lte=jour - timedelta(days=reglages().delai_reponse),
        structure__statut=StatutStructure.ACTIVE,
    )


def _anciennes(jour: date):
    """Begun, then left in the same state for two months."""
    return Candidature.objects.filter(
        etat__in=[EtatCandidature.CONTACTEE, EtatCandidature.RENCONTRE_PREVUE],
        etat_depuis__date__lte=jour - LONGTEMPS,
        structure__statut=StatutStructure.ACTIVE,
    )


def _structures_a_relancer(jour: date) -> list[Structure]:
    concernees = Q(pk__in=_en_retard(jour).filter(structure_relancee_le__isnull=True).values("structure"))
    if jour.weekday() == LUNDI:
        concernees |= Q(pk__in=_anciennes(jour).values("structure"))
    return list(Structure.objects.filter(concernees).order_by("pk"))


@transaction.atomic
def _relancer(structure: Structure, *, le: datetime) -> int:
    """One digest; the candidatures said late for the first time. Where nobody may answer, the animation will know."""
    jour = timezone.localdate(le)
    if not courriels.editeurs(structure).exists():
        return 0
    en_retard = list(
        _en_retard(jour)
        .filter(structure=structure, structure_relancee_le__isnull=True)
        .select_for_update(of=("self",))
        .order_by("recue_le", "pk")
    )
    anciennes = _anciennes_a_dire(structure, jour, le)
    if en_retard or anciennes:
        courriels.relancer_la_structure(structure, en_retard, anciennes)
    _noter(en_retard, "structure_relancee_le", "benevolat.relancee", le)
    return len(en_retard)


def _anciennes_a_dire(structure: Structure, jour: date, le: datetime) -> list[Candidature]:
    if jour.weekday() != LUNDI:
        return []
    trouvees = list(_anciennes(jour).filter(structure=structure).order_by("etat_depuis", "pk"))
    cle = f"structure {structure.pk}"
    if trouvees and envoyer_une_fois(code=CODE_HEBDOMADAIRE, objet=cle, destinataire=cle, echeance=jour, le=le):
        return trouvees
    return []


def _noter(candidatures: list[Candidature], champ: str, code: str, le: datetime) -> None:
    Candidature.objects.filter(pk__in=[candidature.pk for candidature in candidatures]).update(**{champ: le})
    for candidature in candidatures:
        journal.noter(candidature, code, par=None, le=le)


# --- To the animation ------------------------------------------------------------------------------------------------


@transaction.atomic
def _alerter(*, le: datetime) -> int:
    """One digest: what waits past the second delay; past the first, what no structure was reminded of, its own
    included; at once what stays in a closed structure."""
    jour = timezone.localdate(le)
    if not animation().exists():
        return 0
    valeurs = reglages()
    fermees = Q(structure__statut=StatutStructure.FERMEE)
    tardives = Q(recue_le__date__lte=jour - timedelta(days=valeurs.delai_animation))
    sans_lecteur = Q(
        recue_le__date__lte=jour - timedelta(days=valeurs.delai_reponse), structure_relancee_le__isnull=True
    )
    trouvees = list(
        Candidature.objects.sans_reponse()
        .filter(fermees | tardives | sans_lecteur, animation_alertee_le__isnull=True)
        .select_for_update(of=("self",))
        .select_related("structure")
        .order_by("recue_le", "pk")
    )
    if trouvees:
        courriels.alerter_l_animation(trouvees)
    _noter(trouvees, "animation_alertee_le", "benevolat.alertee", le)
    return len(trouvees)


# --- To the next structure, or back to the person --------------------------------------------------------------------


def _a_passer(jour: date) -> list[int]:
    """Those that waited long enough, and at once those of a structure closed meanwhile."""
    limite = jour - timedelta(days=reglages().delai_reorientation)
    tardives = Q(etat=EtatCandidature.NOUVELLE, repondue_le__isnull=True, recue_le__date__lte=limite)
    fermees = Q(etat__in=ETATS_OUVERTS, structure__statut=StatutStructure.FERMEE)
    return list(
        Candidature.objects.filter(tardives | fermees, structure__isnull=False)
        .order_by("recue_le", "pk")
        .values_list("pk", flat=True)
    )


@transaction.atomic
def _passer_la_main(pk: int, *, le: datetime) -> str:
    """Offer it elsewhere, or tell the person, once; each candidature in a transaction of its own."""
    jour = timezone.localdate(le)
    candidature = (
        Candidature.objects.select_for_update(of=("self",))
        .select_related("benevole", "structure")
        .filter(pk=pk, etat__in=ETATS_OUVERTS)
        .first()
    )
    if candidature is None or not _peut_partir(candidature, jour):
        return ""
    if not candidature.accepte_reorientation:
        return _dire_a_la_personne(candidature, le)
    suivante = _suivante(candidature, jour)
    if suivante is None and _deja_a_l_animation(candidature):
        return ""
    gestes.reorienter(candidature, vers=suivante, par=None, le=le)
    return "reorientee"


def _peut_partir(candidature: Candidature, jour: date) -> bool:
    """Never twice on a day; never from a structure that could have been reminded and was not, before today."""
    if candidature.suite_de_id is not None and timezone.localdate(candidature.recue_le) >= jour:
        return False
    if candidature.structure.statut == StatutStructure.FERMEE:
        return True
    relance = candidature.structure_relancee_le
    if relance is None:
        return not courriels.editeurs(candidature.structure).exists()
    return timezone.localdate(relance) < jour


def _dire_a_la_personne(candidature: Candidature, le: datetime) -> str:
    adresse = candidature.benevole.courriel
    if not adresse or not envoyer_une_fois(
        code=CODE_OU_EN_EST,
        objet=f"candidature {candidature.pk}",
        destinataire=adresse,
        echeance=timezone.localdate(candidature.recue_le),
        le=le,
    ):
        return ""
    courriels.dire_ou_en_est(candidature)
    return "personne"


def _suivante(candidature: Candidature, jour: date) -> Structure | None:
    """The structure that suits the person best, of those that they never wrote to."""
    propositions = proposer(candidature.benevole, jour=jour, exclues=_deja_vues(candidature))
    return propositions[0].structure if propositions else None


def _deja_vues(candidature: Candidature) -> list[int]:
    """Structures that this person already wrote to, those of the chain included: never offered again."""
    siennes = Candidature.objects.filter(benevole=candidature.benevole_id, structure__isnull=False)
    return list(siennes.values_list("structure", flat=True).distinct())


def _deja_a_l_animation(candidature: Candidature) -> bool:
    return Candidature.objects.filter(
        benevole=candidature.benevole_id, structure__isnull=True, etat__in=ETATS_EN_COURS
    ).exists()


# --- What the person reads -------------------------------------------------------------------------------------------


def quand_repondra(candidature: Candidature, *, jour: date) -> str:
    """Who answers and by when, in a sentence or two; nothing once answered or ended."""
    if candidature.etat != EtatCandidature.NOUVELLE or candidature.repondue_le is not None:
        return ""
    promise = candidature.promise_le or reponse_promise(candidature.recue_le)
    qui = f"« {candidature.structure.nom} »" if candidature.structure else _("L’animation régionale")
    valeurs = {"qui": qui, "jour": date_longue(promise)}
    if jour <= promise:
        return _("%(qui)s a promis de vous répondre au plus tard le %(jour)s.") % valeurs
    phrase = _("%(qui)s devait vous répondre au plus tard le %(jour)s : nous suivons votre candidature.") % valeurs
    if candidature.structure is None or not candidature.accepte_reorientation:
        return phrase
    limite = timezone.localdate(candidature.recue_le) + timedelta(days=reglages().delai_reorientation)
    if jour > limite:
        return f"{phrase} {_('Nous la proposons maintenant à une autre structure.')}"
    suite = _("Sans réponse le %(jour)s, nous la proposerons à une autre structure.") % {"jour": date_longue(limite)}
    return f"{phrase} {suite}"
