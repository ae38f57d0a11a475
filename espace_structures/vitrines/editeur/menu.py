"""The action menu of the editor, in the words of the gated space: what Wagtail calls a workflow is a reading here.

Wagtail ends each approval with its own "and Publish", and names its menu after the workflow and the task.
"""

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.action_menu import (
    ActionMenuItem,
    CancelWorkflowMenuItem,
    PublishMenuItem,
    RestartWorkflowMenuItem,
    SubmitForModerationMenuItem,
    WorkflowMenuItem,
)
from wagtail.models import Page


class EnvoyerEnRelecture(SubmitForModerationMenuItem):
    """The same words the first time and after a return."""

    def get_context_data(self, parent_context):
        return super().get_context_data(parent_context) | {"label": _("Envoyer en relecture")}


class SortirDeLaRelecture(CancelWorkflowMenuItem):
    label = _("Retirer de la relecture")


# While a page is read, one answers its author. One that was returned is sent again: starting its road anew, or ending
# it, would lose the reason.
FERMEES_EN_RELECTURE = (RestartWorkflowMenuItem, PublishMenuItem)
FERMEES_HORS_RELECTURE = (RestartWorkflowMenuItem, CancelWorkflowMenuItem)
REMPLACEES = {SubmitForModerationMenuItem: EnvoyerEnRelecture, CancelWorkflowMenuItem: SortirDeLaRelecture}


def dire(entrees: list[ActionMenuItem], page: Page, request: HttpRequest) -> list[ActionMenuItem]:
    """The entries of this page's menu: those of a decision under their own names, nothing that goes round the reading.

    Wagtail shares its entries between requests: another is put in its place, it is never renamed.
    """
    fermees = FERMEES_EN_RELECTURE if page.workflow_in_progress else FERMEES_HORS_RELECTURE
    dites = [
        REMPLACEES[type(entree)](order=entree.order) if type(entree) in REMPLACEES else entree
        for entree in entrees
        if not isinstance(entree, fermees)
    ]
    _nommer_les_decisions(dites, page, request)
    return dites


def _nommer_les_decisions(entrees: list[ActionMenuItem], page: Page, request: HttpRequest) -> None:
    etape = page.current_workflow_task
    if etape is None:
        return
    noms = {(nom, fenetre): libelle for nom, libelle, fenetre in etape.get_actions(page, request.user)}
    for entree in entrees:
        if isinstance(entree, WorkflowMenuItem):
            entree.label = noms.get((entree.name, entree.launch_modal), entree.label)
