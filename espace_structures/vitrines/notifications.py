"""Our mails in the place of those of Wagtail's workflow.

Wagtail connects its notifiers under known names, and a name is taken once: ours are connected first (this application
comes before `wagtail.admin`) and hand over to Wagtail's for the pages that are not those of a structure.
"""

from __future__ import annotations

from wagtail.admin.signal_handlers import (
    workflow_approval_email_notifier,
    workflow_rejection_email_notifier,
    workflow_submission_email_notifier,
)
from wagtail.models import TaskState, Workflow, WorkflowState
from wagtail.signals import (
    task_submitted,
    workflow_approved,
    workflow_cancelled,
    workflow_rejected,
    workflow_submitted,
)

from .metier import courriels
from .models import TacheDeModeration


def brancher() -> None:
    """Called once, when the application starts."""
    task_submitted.connect(a_la_demande, sender=TaskState, dispatch_uid="vitrines_demande")
    workflow_cancelled.connect(a_la_reprise, sender=WorkflowState, dispatch_uid="vitrines_reprise")
    workflow_submitted.connect(
        ailleurs_seulement, sender=WorkflowState, dispatch_uid="workflow_state_submitted_email_notification"
    )
    workflow_approved.connect(
        a_la_publication, sender=WorkflowState, dispatch_uid="workflow_state_approved_email_notification"
    )
    workflow_rejected.connect(
        au_retour, sender=WorkflowState, dispatch_uid="workflow_state_rejected_email_notification"
    )


def est_des_structures(circuit: Workflow) -> bool:
    return TacheDeModeration.objects.filter(workflow_tasks__workflow=circuit).exists()


def a_la_demande(*, instance: TaskState, user=None, **_kwargs) -> None:
    if est_des_structures(instance.workflow_state.workflow):
        courriels.prevenir_de_la_demande(instance, par=user)


def ailleurs_seulement(*, instance: WorkflowState, **kwargs) -> None:
    """Those who read the pages of structures were written to at `a_la_demande`."""
    if not est_des_structures(instance.workflow):
        workflow_submission_email_notifier(instance=instance, **kwargs)


def a_la_publication(*, instance: WorkflowState, user=None, **kwargs) -> None:
    if est_des_structures(instance.workflow):
        courriels.prevenir_de_la_publication(instance, par=user)
    else:
        workflow_approval_email_notifier(instance=instance, user=user, **kwargs)


def au_retour(*, instance: WorkflowState, user=None, **kwargs) -> None:
    if est_des_structures(instance.workflow):
        courriels.prevenir_du_renvoi(instance, par=user)
    else:
        workflow_rejection_email_notifier(instance=instance, user=user, **kwargs)


def a_la_reprise(*, instance: WorkflowState, user=None, **_kwargs) -> None:
    """Publishing straight away while a page is being read also ends the workflow: its author is told so."""
    if not est_des_structures(instance.workflow):
        return
    page = instance.content_object
    if page.live and not page.has_unpublished_changes:
        courriels.prevenir_de_la_publication(instance, par=user)
    else:
        courriels.prevenir_de_la_reprise(instance, par=user)
