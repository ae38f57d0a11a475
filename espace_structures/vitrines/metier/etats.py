"""Where a page stands: what a list shows, and what its author may do next."""

from __future__ import annotations

from wagtail.models import Page, WorkflowState

from ..enums import EtatEditorial


def etat_editorial(page: Page) -> EtatEditorial:
    """The state of one page; reads the annotation of `avec_etat()` when a list made it, one query otherwise."""
    connu = getattr(page, "etat", None)
    if connu is not None:
        return EtatEditorial(connu)
    circuit = page.current_workflow_state
    if circuit is not None:
        en_cours = circuit.status == WorkflowState.STATUS_IN_PROGRESS
        return EtatEditorial.EN_MODERATION if en_cours else EtatEditorial.RENVOYEE
    if page.live:
        return EtatEditorial.PUBLIEE_MODIFIEE if page.has_unpublished_changes else EtatEditorial.PUBLIEE
    return EtatEditorial.RETIREE if page.first_published_at is not None else EtatEditorial.BROUILLON
