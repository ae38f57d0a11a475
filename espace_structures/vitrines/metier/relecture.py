"""The pages that wait to be read: the queue of those who moderate, and their reminders."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.conf import settings
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page, Site, TaskState

from espace_structures.structures.metier.organisations import animation
from espace_structures.structures.models import Structure
from portal.socle.courriels import adresse_absolue
from portal.socle.planification import envoyer_une_fois

from ..models import FichePage, ReglagesModeration, TacheDeModeration
from ..models.moderation import pages_moderees_par
from . import courriels

if TYPE_CHECKING:
    from collections.abc import Iterable

    from espace_structures.comptes.models import Compte

CODE_DU_RAPPEL = "vitrines.relecture"


@dataclass(frozen=True)
class Attente:
    """A page that waits; `jours`: since it was submitted; `est_en_retard`: for longer than the animation wishes."""

    page: Page
    structure: Structure
    auteur: Compte | None
    depuis: datetime
    jours: int
    est_en_retard: bool

    @property
    def est_nouvelle(self) -> bool:
        """Never shown yet; otherwise a change to what readers already see."""
        return self.page.first_published_at is None

    @property
    def est_traduction(self) -> bool:
        return self.page.locale.language_code != settings.LANGUAGE_CODE


def delai_de_rappel() -> int:
    """In days, as set in the back office."""
    return ReglagesModeration.for_site(Site.objects.get(is_default_site=True)).delai_rappel


def pages_a_relire(compte: Compte, *, le: datetime, departement: str = "") -> list[Attente]:
    """What waits for this account, the oldest first; in one département if one is named."""
    return _attentes(pages_moderees_par(compte), le=le, departement=departement)


def nombre_a_relire(compte: Compte) -> int:
    """How many pages wait for this account."""
    return _etapes(pages_moderees_par(compte)).count()


def rappeler(*, le: datetime) -> int:
    """Remind the moderators of what waits past the delay, the animation past twice the delay; one mail a day at most.

    The number of mails.
    """
    delai = delai_de_rappel()
    attentes = [attente for attente in _attentes(Q(), le=le) if attente.jours >= delai]
    lignes: dict[Compte, list[Attente]] = {}
    for attente in attentes:
        for compte in courriels.moderateurs_de(attente.structure):
            lignes.setdefault(compte, []).append(attente)
        if attente.jours >= 2 * delai:
            for compte in animation():
                siennes = lignes.setdefault(compte, [])
                siennes += [] if attente in siennes else [attente]
    return sum(_rappeler_a(compte, siennes, le=le) for compte, siennes in lignes.items())


def _rappeler_a(compte: Compte, attentes: Iterable[Attente], *, le: datetime) -> int:
    jour = timezone.localdate(le)
    if not envoyer_une_fois(code=CODE_DU_RAPPEL, objet="", destinataire=compte.email, echeance=jour, le=le):
        return 0
    courriels.rappeler(
        [compte],
        [(attente.page.draft_title, attente.structure.nom, attente.jours) for attente in attentes],
        adresse=adresse_absolue(reverse("vitrines_relecture")),
    )
    return 1


def _etapes(filtre: Q):
    return TaskState.objects.filter(
        filtre, status=TaskState.STATUS_IN_PROGRESS, task__in=TacheDeModeration.objects.values("pk")
    )


def _attentes(filtre: Q, *, le: datetime, departement: str = "") -> list[Attente]:
    etapes = list(_etapes(filtre).select_related("workflow_state__requested_by").order_by("started_at", "pk"))
    if not etapes:
        return []
    pages = Page.objects.select_related("locale").in_bulk([int(etape.workflow_state.object_id) for etape in etapes])
    structures = _structures(pages.values())
    delai = delai_de_rappel()
    attentes = []
    for etape in etapes:
        page = pages[int(etape.workflow_state.object_id)]
        structure = structures.get(page.pk)
        if structure is None or (departement and departement not in _codes(structure)):
            continue
        jours = (timezone.localdate(le) - timezone.localdate(etape.started_at)).days
        attentes.append(
            Attente(
                page=page,
                structure=structure,
                auteur=etape.workflow_state.requested_by,
                depuis=etape.started_at,
                jours=jours,
                est_en_retard=jours >= delai,
            )
        )
    return attentes


def _structures(pages: Iterable[Page]) -> dict[int, Structure]:
    """The structure of each page, from the sheets at or above them, whatever their number."""
    pages = list(pages)
    chemins = {page.path[:fin] for page in pages for fin in (len(page.path), len(page.path) - Page.steplen)}
    fiches = FichePage.objects.filter(path__in=chemins).select_related("structure")
    par_chemin = {fiche.path: fiche.structure for fiche in fiches.prefetch_related("structure__implantations")}
    trouvees = {}
    for page in pages:
        structure = par_chemin.get(page.path) or par_chemin.get(page.path[: -Page.steplen])
        if structure is not None:
            trouvees[page.pk] = structure
    return trouvees


def _codes(structure: Structure) -> set[str]:
    return {implantation.departement for implantation in structure.implantations.all()}
