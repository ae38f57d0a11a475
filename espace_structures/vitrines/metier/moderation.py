"""The road of a page to its readers: submitted, approved or returned with a reason, taken back by its author.

Wagtail keeps the record (a workflow state and its task states), its editor and our screens walk the same road: mails
leave from the workflow's own signals (`metier.courriels`), whichever screen was used.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.models import Page, TaskState, Workflow, WorkflowPage, WorkflowState, WorkflowTask

from espace_structures.structures.enums import StatutStructure
from espace_structures.structures.models import Structure

from ..decisions import DecisionDejaPrise, ModerationRefusee, derniere_etape, dire_la_decision, refuser_si_decidee
from ..enums import EtatEditorial
from ..models import AnnuairePage, TacheDeModeration
from ..models.rattachement import structure_de
from .etats import etat_editorial

if TYPE_CHECKING:
    from espace_structures.comptes.models import Compte

__all__ = ["DecisionDejaPrise", "ModerationRefusee", "derniere_etape", "dire_la_decision", "refuser_si_decidee"]

NOM_DU_CIRCUIT = "Modération des structures"
LONGUEUR_MOTIF = 4000


class PageIncomplete(ModerationRefusee):
    """The page lacks something that its readers need; `erreurs` says what, field by field."""

    def __init__(self, message: str, erreurs: dict[str, list[str]]):
        super().__init__(message)
        self.erreurs = erreurs


@transaction.atomic
def soumettre(page: Page, *, par: Compte, le: datetime) -> EtatEditorial:
    """Ask that the latest draft appears: published at once for whoever may publish, read by a moderator otherwise."""
    page = _verrouiller(page)
    refuser_si_fermee(structure_de(page))
    circuit = page.current_workflow_state
    if circuit is not None and circuit.status == WorkflowState.STATUS_IN_PROGRESS:
        raise ModerationRefusee(_("Cette page est déjà en relecture : attendez la réponse ou reprenez-la."))
    brouillon = page.get_latest_revision_as_object()
    _refuser_si_incomplete(brouillon)
    revision = page.get_latest_revision() or brouillon.save_revision(user=par)
    if page.permissions_for_user(par).can_publish():
        revision.publish(user=par)
    elif circuit is not None:
        circuit.resume(user=par)
        _dater_la_demande(page, le)
    else:
        _demarrer(brouillon, par)
        _dater_la_demande(page, le)
    return etat_editorial(_relire(page))


@transaction.atomic
def approuver(page: Page, *, par: Compte, le: datetime, commentaire: str = "") -> Page:
    """Publish the draft that was submitted."""
    etape = _etape_en_cours(page)
    etape.task.specific.on_action(etape, par, "approve", comment=commentaire.strip())
    TaskState.objects.filter(pk=etape.pk).update(finished_at=le)
    return _relire(page)


@transaction.atomic
def renvoyer(page: Page, *, par: Compte, motif: str, le: datetime) -> Page:
    """Give the draft back to its author with what is to be taken up again."""
    etape = _etape_en_cours(page)
    etape.task.specific.on_action(etape, par, "reject", comment=motif.strip()[:LONGUEUR_MOTIF])
    TaskState.objects.filter(pk=etape.pk).update(finished_at=le)
    return _relire(page)


@transaction.atomic
def retirer(page: Page, *, par: Compte, le: datetime) -> Page:
    """The author takes the page back before anybody decided: it is a draft again, free to be edited."""
    etape = _etape_en_cours(page)
    etape.workflow_state.cancel(user=par)
    TaskState.objects.filter(pk=etape.pk).update(finished_at=le)
    return _relire(page)


def refuser_si_fermee(structure: Structure | None) -> None:
    """A closed structure publishes nothing any more."""
    if structure is not None and structure.statut == StatutStructure.FERMEE:
        raise ModerationRefusee(
            _("« %(structure)s » est fermée : ses pages ne changent plus. Écrivez à l’animation régionale.")
            % {"structure": structure.nom}
        )


@transaction.atomic
def installer_moderation() -> Workflow:
    """The workflow of the structures, on every directory of the site; changes nothing when it is already there."""
    circuit, _cree = Workflow.objects.get_or_create(name=NOM_DU_CIRCUIT)
    tache = TacheDeModeration.objects.first()
    if tache is None:
        tache = TacheDeModeration.objects.create(name=str(_("Relecture")))
    WorkflowTask.objects.get_or_create(workflow=circuit, task=tache)
    for annuaire in AnnuairePage.objects.filter(workflowpage__isnull=True):
        WorkflowPage.objects.create(page_id=annuaire.pk, workflow=circuit)
    return circuit


def _verrouiller(page: Page) -> Page:
    """The page, alone to move it until the end of the transaction: two clicks make one step."""
    return Page.objects.select_for_update(of=("self",)).get(pk=page.pk).specific


def _relire(page: Page) -> Page:
    return Page.objects.get(pk=page.pk).specific


def _etape_en_cours(page: Page) -> TaskState:
    """The reading in progress, under the lock of its page; says who decided when it is over."""
    page = _verrouiller(page)
    etape = derniere_etape(page)
    if etape is None:
        raise ModerationRefusee(_("Cette page n’est pas en relecture : sa structure ne l’a pas encore soumise."))
    refuser_si_decidee(etape)
    return etape


def _demarrer(brouillon: Page, par: Compte) -> None:
    circuit = brouillon.get_workflow()
    if circuit is None:
        installer_moderation()
        circuit = brouillon.get_workflow()
    circuit.start(brouillon, par)


def _dater_la_demande(page: Page, le: datetime) -> None:
    """The age of a request counts from this moment."""
    TaskState.objects.for_instance(page).filter(status=TaskState.STATUS_IN_PROGRESS).update(started_at=le)


def _refuser_si_incomplete(brouillon: Page) -> None:
    try:
        brouillon.full_clean()
    except ValidationError as erreur:
        raise PageIncomplete(
            _("La page n’est pas complète : %(manques)s") % {"manques": " ".join(_phrases(brouillon, erreur))},
            erreur.message_dict,
        ) from erreur


def _phrases(page: Page, erreur: ValidationError) -> list[str]:
    """Each error, after the name of its field."""
    phrases = []
    for champ, messages in erreur.message_dict.items():
        noms = {f.name: f.verbose_name for f in page._meta.get_fields() if hasattr(f, "verbose_name")}
        prefixe = f"{noms[champ]} – " if champ in noms else ""
        phrases += [f"{prefixe}{message}" for message in messages]
    return phrases
