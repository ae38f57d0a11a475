"""What the members of a structure see of its pages: its sheet, and its actions with where each stands.

A fixed number of queries, whatever the number of actions.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.utils import timezone
from wagtail.models import Page, TaskState, WorkflowState

from espace_structures.structures.droits import Appartenances
from espace_structures.structures.models import Structure

from ..enums import EtatEditorial
from ..models import ActionPage, FichePage, Interet, PhotoAction
from ..querysets import VALIDITE

if TYPE_CHECKING:
    from espace_structures.comptes.models import Compte

# The shape of the pair that goes with each state (composants/etat.html).
_FORMES = {
    EtatEditorial.BROUILLON: "a_saisir",
    EtatEditorial.EN_MODERATION: "transmis",
    EtatEditorial.RENVOYEE: "a_completer",
    EtatEditorial.PUBLIEE: "valide",
    EtatEditorial.PUBLIEE_MODIFIEE: "en_cours",
    EtatEditorial.RETIREE: "clos",
}

# How long before the end of a consent its author is told on the screen.
PREAVIS_PHOTOS = timedelta(days=60)


@dataclass(frozen=True)
class Circuit:
    """Where a page stands with those who moderate: asked or answered on a day, with what reason."""

    le: date
    motif: str = ""
    par: str = ""


@dataclass(frozen=True)
class LignePage:
    """A page as its authors follow it. `photos`: those whose consent ends soon; `interets`: names of structures."""

    pk: int
    titre: str
    etat: EtatEditorial
    modifiee_le: date
    circuit: Circuit | None
    adresse: str  # on the site, empty while it is not published
    verifiee_le: date | None
    est_perimee: bool
    photos: tuple[tuple[str, date], ...] = ()
    interets: tuple[str, ...] = ()

    @property
    def forme(self) -> str:
        return _FORMES[self.etat]

    @property
    def est_publiee(self) -> bool:
        return bool(self.adresse)

    @property
    def se_modifie(self) -> bool:
        """Free to be written: while somebody reads it, it waits."""
        return self.etat != EtatEditorial.EN_MODERATION

    @property
    def se_soumet(self) -> bool:
        """There is a draft that readers do not see yet."""
        return self.etat not in (EtatEditorial.EN_MODERATION, EtatEditorial.PUBLIEE)


def fiche_de_la_structure(structure: Structure) -> FichePage | None:
    """The sheet of this structure, as written; None while nobody opened it."""
    return FichePage.objects.sources().de([structure.pk]).first()


def page_du_membre(compte: Compte, pk: int) -> FichePage | ActionPage | None:
    """A sheet or an action of one of the structures that this account belongs to; None for any other page."""
    page = Page.objects.filter(pk=pk).first()
    page = page.specific if page is not None else None
    if not isinstance(page, FichePage | ActionPage):
        return None
    fiche = page if isinstance(page, FichePage) else page.get_parent().specific
    return page if fiche.structure_id in Appartenances.de(compte).roles_structures else None


def lire_la_fiche(fiche: FichePage, *, jour: date) -> LignePage:
    """Where the sheet stands."""
    return _lire(FichePage.objects.filter(pk=fiche.pk), jour)[0]


def lire_les_fiches(structures: Iterable[int], *, jour: date) -> dict[int, LignePage]:
    """Where the sheet of each of these structures stands, by structure; those without a sheet are left out."""
    fiches = FichePage.objects.sources().de(list(structures))
    lignes = {ligne.pk: ligne for ligne in _lire(fiches, jour, legere=True)}
    return {structure: lignes[pk] for pk, structure in fiches.values_list("pk", "structure_id")}


def lire_les_actions_de(structures: Iterable[int], *, etats: Iterable[EtatEditorial], jour: date) -> list[LignePage]:
    """The actions of these structures that stand in one of these states."""
    actions = ActionPage.objects.sources().avec_structure().filter(structure_pk__in=list(structures))
    return _lire(actions.avec_etat().filter(etat__in=list(etats)), jour, legere=True)


def lire_les_actions(fiche: FichePage | None, *, jour: date) -> list[LignePage]:
    """The actions of the structure, those to take up again first, then the latest written."""
    if fiche is None:
        return []
    lignes = _lire(ActionPage.objects.child_of(fiche), jour)
    return sorted(lignes, key=lambda ligne: (ligne.etat != EtatEditorial.RENVOYEE, -ligne.modifiee_le.toordinal()))


def lire_l_action(action: ActionPage, *, jour: date) -> LignePage:
    """Where one action stands."""
    return _lire(ActionPage.objects.filter(pk=action.pk), jour)[0]


def _lire(pages, jour: date, *, legere: bool = False) -> list[LignePage]:
    """Lines of these pages; `legere`: without pictures and interests."""
    pages = list(pages.avec_etat().avec_verification().order_by("-latest_revision_created_at", "-pk"))
    pks = [page.pk for page in pages]
    circuits = _circuits(pks)
    photos = {} if legere else _photos(pks, jour)
    interets = {} if legere else _interets(pks)
    return [
        LignePage(
            pk=page.pk,
            titre=page.draft_title or page.title,
            etat=EtatEditorial(page.etat),
            modifiee_le=_jour(page.latest_revision_created_at) or jour,
            circuit=circuits.get(page.pk),
            adresse=(page.url or "") if page.live else "",
            verifiee_le=page.verifiee_depuis if page.live else None,
            est_perimee=page.live and page.verifiee_depuis is not None and page.verifiee_depuis <= jour - VALIDITE,
            photos=tuple(photos.get(page.pk, ())),
            interets=tuple(interets.get(page.pk, ())),
        )
        for page in pages
    ]


def _jour(moment) -> date | None:
    return timezone.localdate(moment) if moment else None


def _circuits(pks: Iterable[int]) -> dict[int, Circuit]:
    """What those who moderate have been asked, or have answered, about each page."""
    circuits = WorkflowState.objects.filter(
        object_id__in=[str(pk) for pk in pks],
        base_content_type__app_label="wagtailcore",
        base_content_type__model="page",
        status__in=(WorkflowState.STATUS_IN_PROGRESS, WorkflowState.STATUS_NEEDS_CHANGES),
        current_task_state__isnull=False,
    ).select_related("current_task_state__finished_by")
    return {int(circuit.object_id): _lire_le_circuit(circuit.current_task_state) for circuit in circuits}


def _lire_le_circuit(etape: TaskState) -> Circuit:
    return Circuit(
        le=timezone.localdate(etape.finished_at or etape.started_at),
        motif=etape.comment,
        par=str(etape.finished_by) if etape.finished_by else "",
    )


def _photos(pks: Iterable[int], jour: date) -> dict[int, list[tuple[str, date]]]:
    """Pictures on the site whose consent ends soon, by page."""
    lues: dict[int, list[tuple[str, date]]] = {}
    bientot = PhotoAction.objects.filter(
        page__in=list(pks), page__live=True, consentement_jusqu_au__lte=jour + PREAVIS_PHOTOS
    ).order_by("consentement_jusqu_au")
    for page, alternative, fin in bientot.values_list("page_id", "alternative", "consentement_jusqu_au"):
        lues.setdefault(page, []).append((alternative, fin))
    return lues


def _interets(pks: Iterable[int]) -> dict[int, list[str]]:
    """Names of the structures interested in each action."""
    lus: dict[int, list[str]] = {}
    for action, nom in Interet.objects.filter(action__in=list(pks)).values_list("action_id", "structure__nom"):
        lus.setdefault(action, []).append(nom)
    return lus
