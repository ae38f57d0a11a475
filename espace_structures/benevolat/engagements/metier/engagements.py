"""A volunteer in a structure: comes in, pauses, comes back, stops, goes on for another season.

One row a person and a structure. Each function takes the lock of that row, so that two gestures queue up.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.socle.dates import date_longue
from portal.socle.geographie.communes import commune

from ...enums import MotifSortie, OrigineEngagement, Reponse, StatutEngagement
from ...journal import noter
from ...metier.refus import BenevolatRefuse
from ...models import Benevole, Engagement, Saison
from . import courriels, saisons

if TYPE_CHECKING:
    from espace_structures.comptes.models import Compte
    from espace_structures.structures.models import Structure

    from ...models import Candidature

# A pause is short of a year and a half (issue 4, item 7).
PAUSE_MAXIMALE_MOIS = 18


@transaction.atomic
def ouvrir_engagement(
    benevole: Benevole,
    structure: Structure,
    *,
    depuis: date,
    origine: str,
    par: Compte | None,
    le: datetime,
    departement: str = "",
    candidature: Candidature | None = None,
    fin: date | None = None,
) -> Engagement:
    """The engagement of this person here, with a season that goes on: opened, reopened, or the one that there is.

    Called twice, it changes nothing the second time. The person's row is locked: it is what two acceptances share.
    """
    benevole = Benevole.objects.select_for_update(of=("self",)).get(pk=benevole.pk)
    engagement = (
        Engagement.objects.select_for_update(of=("self",)).filter(benevole=benevole, structure=structure).first()
    )
    if engagement is None:
        engagement = Engagement.objects.create(
            benevole=benevole,
            structure=structure,
            departement=departement or departement_propose(benevole, structure),
            depuis=depuis,
            origine=origine,
            candidature=candidature,
            cree_le=le,
        )
        saisons.ouvrir(engagement, debut=depuis, fin=fin)
    elif engagement.statut == StatutEngagement.SORTI:
        _rouvrir(engagement, depuis=depuis, departement=departement, candidature=candidature, fin=fin)
    else:
        return engagement
    _toucher(benevole, le=le)
    noter(engagement, "benevolat.engagement", par=par, le=le, detail=str(OrigineEngagement(origine).label))
    return engagement


def departement_propose(benevole: Benevole, structure: Structure) -> str:
    """Where the person acts, when nobody said it: where the structure does, near the person if it can be."""
    ceux_de_la_structure = list(structure.implantations.order_by("departement").values_list("departement", flat=True))
    chez_la_personne = departement_de_la_commune(benevole.code_commune)
    if chez_la_personne in ceux_de_la_structure or not ceux_de_la_structure:
        if not chez_la_personne:
            raise BenevolatRefuse(_("Dites dans quel département cette personne est bénévole."))
        return chez_la_personne
    return ceux_de_la_structure[0]


def departement_de_la_commune(code: str) -> str:
    """Département of a commune; empty when it is not known."""
    trouvee = commune(code) if code else None
    return trouvee.departement if trouvee else ""


@transaction.atomic
def mettre_en_pause(
    engagement: Engagement, *, jusqu_au: date, par: Compte | None, le: datetime, prevenir: bool = True
) -> Engagement:
    """Pauses until a day to come, at most eighteen months away; said again, the pause ends on the other day."""
    engagement = _verrouiller(engagement)
    jour = timezone.localdate(le)
    _refuser_si_sorti(engagement)
    verifier_la_pause(jusqu_au, jour=jour)
    if engagement.statut == StatutEngagement.EN_PAUSE and engagement.pause_jusqu_au == jusqu_au:
        return engagement
    engagement.statut, engagement.pause_jusqu_au = StatutEngagement.EN_PAUSE, jusqu_au
    _ecrire(engagement, "benevolat.pause", par=par, le=le, detail=date_longue(jusqu_au))
    if prevenir:
        courriels.prevenir_de_la_pause(engagement)
    return engagement


def verifier_la_pause(jusqu_au: date, *, jour: date) -> None:
    """Refuses a pause that would end before it begins, or too far."""
    if jusqu_au <= jour:
        raise BenevolatRefuse(_("Choisissez un jour à venir pour la fin de la pause."))
    if jusqu_au > dernier_jour_de_pause(jour):
        raise BenevolatRefuse(
            _("Une pause dure au plus dix-huit mois : choisissez une date avant le %(jour)s.")
            % {"jour": date_longue(dernier_jour_de_pause(jour) + timedelta(days=1))}
        )


def dernier_jour_de_pause(jour: date) -> date:
    """The same day eighteen months later, or the last of that month."""
    total = jour.month - 1 + PAUSE_MAXIMALE_MOIS
    annee, mois = jour.year + total // 12, total % 12 + 1
    suivant = date(annee + mois // 12, mois % 12 + 1, 1)
    return date(annee, mois, min(jour.day, (suivant - timedelta(days=1)).day))


@transaction.atomic
def reprendre(engagement: Engagement, *, par: Compte | None, le: datetime, prevenir: bool = True) -> Engagement:
    """Ends a pause; where the season ended meanwhile, another one begins today. Nothing to do for who is active."""
    engagement = _verrouiller(engagement)
    _refuser_si_sorti(engagement)
    if engagement.statut == StatutEngagement.ACTIF:
        return engagement
    engagement.statut, engagement.pause_jusqu_au = StatutEngagement.ACTIF, None
    jour = timezone.localdate(le)
    derniere = saisons.derniere(engagement)
    if derniere is None or derniere.fin < jour:
        saisons.ouvrir(engagement, debut=jour)
    _ecrire(engagement, "benevolat.retour", par=par, le=le)
    if prevenir:
        courriels.prevenir_du_retour(engagement)
    return engagement


@transaction.atomic
def sortir(
    engagement: Engagement,
    *,
    motif: str,
    par: Compte | None,
    le: datetime,
    precision: str = "",
    sorti_le: date | None = None,
    prevenir: bool = True,
) -> Engagement:
    """Leaves, today unless told, with a reason of the list; the season that goes on ends that day."""
    engagement = _verrouiller(engagement)
    _refuser_si_sorti(engagement)
    if motif not in MotifSortie.values:
        raise BenevolatRefuse(_("Choisissez la raison du départ."))
    jour = sorti_le or timezone.localdate(le)
    if not engagement.depuis <= jour <= timezone.localdate(le):
        raise BenevolatRefuse(_("Le départ se place entre le début de l’engagement et aujourd’hui."))
    engagement.statut, engagement.pause_jusqu_au = StatutEngagement.SORTI, None
    engagement.sorti_le, engagement.motif_sortie, engagement.precision = jour, motif, precision
    saisons.couper(engagement, jour=jour)
    _ecrire(engagement, "benevolat.sortie", par=par, le=le, detail=str(MotifSortie(motif).label))
    if prevenir:
        courriels.prevenir_du_depart(engagement)
    return engagement


@transaction.atomic
def reconduire(
    engagement: Engagement, *, par: Compte | None, le: datetime, apres: Saison | None = None, prevenir: bool = True
) -> Saison:
    """The next season, from the day after the last one; the one that there is when `apres` is already followed.

    A pause ends: who goes on for another season is back.
    """
    engagement = _verrouiller(engagement)
    _refuser_si_sorti(engagement)
    derniere = saisons.derniere(engagement)
    if apres is not None and derniere is not None and derniere.debut > apres.debut:
        saison = derniere
    else:
        jour = timezone.localdate(le)
        saison = saisons.ouvrir(engagement, debut=derniere.fin + timedelta(days=1) if derniere else jour)
        noter(engagement, "benevolat.saison", par=par, le=le, detail=date_longue(saison.fin))
    if engagement.statut == StatutEngagement.EN_PAUSE:
        engagement.statut, engagement.pause_jusqu_au = StatutEngagement.ACTIF, None
    _ecrire(engagement, "", par=par, le=le)
    if prevenir:
        courriels.prevenir_de_la_reconduction(engagement, saison)
    return saison


@transaction.atomic
def dire_ou_j_en_suis(
    engagement: Engagement,
    *,
    choix: str,
    le: datetime,
    jusqu_au: date | None = None,
    motif: str = "",
    precision: str = "",
) -> Engagement:
    """What the person answers by themselves, at the end of a pause; the structure is told."""
    engagement = _verrouiller(engagement)
    _refuser_si_sorti(engagement)
    if choix == Reponse.PAUSE:
        if jusqu_au is None:
            raise BenevolatRefuse(_("Dites jusqu’à quand va la pause."))
        engagement = mettre_en_pause(engagement, jusqu_au=jusqu_au, par=None, le=le, prevenir=False)
    elif choix == Reponse.ARRET:
        engagement = sortir(engagement, motif=motif or MotifSortie.AUTRE, precision=precision, par=None, le=le)
    else:
        engagement = reprendre(engagement, par=None, le=le, prevenir=False)
        _toucher(engagement.benevole, le=le)
    courriels.dire_la_reponse(engagement, choix=choix)
    return engagement


@transaction.atomic
def corriger_les_dates(saison: Saison, *, debut: date, fin: date, par: Compte, le: datetime) -> Saison:
    """Other dates for a season; the engagement begins with the first one."""
    engagement = _verrouiller(saison.engagement)
    if engagement.sorti_le is not None and fin > engagement.sorti_le:
        raise BenevolatRefuse(
            _("L’engagement a pris fin le %(jour)s : la saison finit ce jour-là au plus tard.")
            % {"jour": date_longue(engagement.sorti_le)}
        )
    saison = saisons.corriger(saison, debut=debut, fin=fin)
    engagement.depuis = engagement.saisons.order_by("debut").values_list("debut", flat=True)[0]
    _ecrire(engagement, "benevolat.saison", par=par, le=le, detail=_("Dates corrigées"))
    courriels.prevenir_de_la_correction(engagement, saison)
    return saison


@transaction.atomic
def changer_de_departement(engagement: Engagement, *, departement: str, par: Compte, le: datetime) -> Engagement:
    """Which sheet of the bilan counts this person."""
    engagement = _verrouiller(engagement)
    engagement.departement = departement
    _ecrire(engagement, "", par=par, le=le)
    return engagement


def _rouvrir(
    engagement: Engagement, *, depuis: date, departement: str, candidature: Candidature | None, fin: date | None
) -> None:
    """Somebody who had left is back: the seasons of before remain."""
    engagement.statut = StatutEngagement.ACTIF
    engagement.sorti_le, engagement.motif_sortie, engagement.precision = None, "", ""
    engagement.departement = departement or engagement.departement
    engagement.candidature = candidature or engagement.candidature
    engagement.version += 1
    engagement.save()
    saisons.ouvrir(engagement, debut=depuis, fin=fin)


def _verrouiller(engagement: Engagement) -> Engagement:
    return (
        Engagement.objects.select_related("benevole", "structure").select_for_update(of=("self",)).get(pk=engagement.pk)
    )


def _refuser_si_sorti(engagement: Engagement) -> None:
    if engagement.statut == StatutEngagement.SORTI:
        raise BenevolatRefuse(
            _("Cet engagement est terminé : ajoutez de nouveau la personne à votre liste pour le rouvrir.")
        )


def _ecrire(engagement: Engagement, fait: str, *, par: Compte | None, le: datetime, detail: str = "") -> None:
    """Saves, counts a version more, and writes the line of the log."""
    engagement.version += 1
    engagement.save()
    _toucher(engagement.benevole, le=le)
    if fait:
        noter(engagement, fait, par=par, le=le, detail=detail)


def _toucher(benevole: Benevole, *, le: datetime) -> None:
    """The last contact, from which two years are counted."""
    Benevole.objects.filter(pk=benevole.pk, dernier_contact_le__lt=le).update(
        dernier_contact_le=le, rappel_conservation_le=None
    )
