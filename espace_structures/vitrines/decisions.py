"""What was decided of a page that was read before it appeared, and by whom: from Wagtail's own records."""

from __future__ import annotations

from django.utils import formats, timezone
from django.utils.translation import gettext as _
from wagtail.models import Page, TaskState


class ModerationRefusee(Exception):
    """This step cannot be taken now; the message tells the user why and what to do."""


class DecisionDejaPrise(ModerationRefusee):
    """Somebody has decided meanwhile: the message says who, what and when."""


def refuser_si_decidee(etape: TaskState) -> None:
    """The row being locked: nobody decides twice."""
    if etape.status != TaskState.STATUS_IN_PROGRESS:
        raise DecisionDejaPrise(dire_la_decision(etape))


def derniere_etape(page: Page) -> TaskState | None:
    """The latest reading of this page, in progress or over."""
    return (
        TaskState.objects.for_instance(page)
        .select_related("finished_by", "workflow_state")
        .order_by("-started_at", "-pk")
        .first()
    )


def dire_la_decision(etape: TaskState) -> str:
    """Who decided what, and when, in a sentence."""
    phrases = {
        TaskState.STATUS_APPROVED: _("%(personne)s a déjà publié cette page le %(jour)s à %(heure)s."),
        TaskState.STATUS_REJECTED: _("%(personne)s a déjà renvoyé cette page à sa structure le %(jour)s à %(heure)s."),
        TaskState.STATUS_CANCELLED: _("%(personne)s a retiré cette page de la relecture le %(jour)s à %(heure)s."),
    }
    moment = timezone.localtime(etape.finished_at)
    return phrases[etape.status] % {
        "personne": etape.finished_by or _("Une personne qui n’a plus de compte"),
        "jour": formats.date_format(moment, "j F Y"),
        "heure": formats.date_format(moment, "H:i"),
    }
