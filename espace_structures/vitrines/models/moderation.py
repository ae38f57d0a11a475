"""The step of Wagtail's workflow where a page of a structure is read before it appears."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting
from wagtail.locks import WorkflowLock
from wagtail.models import Task, TaskState

from ..decisions import ModerationRefusee, refuser_si_decidee
from ..querysets import etapes_moderees_par

MODERER = "vitrines.moderer"  # the right of `droits.py`: who decides on a page


class VerrouDeRelecture(WorkflowLock):
    """What its author reads at the head of a page that waits: who has it, and how to take it back."""

    def get_message(self, user):
        if not self.for_user(user):
            return None
        return _("Cette page est en relecture : pour la modifier avant la réponse, retirez-la d’abord de la relecture.")


class TacheDeModeration(Task):
    """Read by the animation, and by the moderators of the départements where the structure acts."""

    lock_class = VerrouDeRelecture

    class Meta:
        verbose_name = _("relecture d’une page de structure")
        verbose_name_plural = _("relectures des pages de structures")

    def __str__(self) -> str:
        return self.name

    def user_can_access_editor(self, obj, user) -> bool:
        return user.has_perm(MODERER, obj)

    def locked_for_user(self, obj, user) -> bool:
        return not user.has_perm(MODERER, obj)

    def get_actions(self, obj, user):
        """A return always asks for its reason; an approval takes a word only if one wants to."""
        if not user.has_perm(MODERER, obj):
            return []
        return [
            ("reject", _("Renvoyer à la structure"), True),
            ("approve", _("Publier"), False),
            ("approve", _("Publier avec un mot"), True),
        ]

    def get_form_for_action(self, action):
        from ..forms.moderation import MotifForm

        return MotifForm if action == "reject" else super().get_form_for_action(action)

    def get_task_states_user_can_moderate(self, user, **kwargs):
        return self.task_states.filter(status=TaskState.STATUS_IN_PROGRESS).filter(etapes_moderees_par(user))

    @transaction.atomic
    def on_action(self, task_state, user, action_name, **kwargs):
        """One decision, under the lock of its row: the second person is told of the first (`DecisionDejaPrise`), and a
        page is not sent back without a word (`ModerationRefusee`)."""
        if not user.has_perm(MODERER, task_state.workflow_state.content_object):
            raise PermissionDenied
        task_state = TaskState.objects.select_for_update(of=("self",)).get(pk=task_state.pk)
        refuser_si_decidee(task_state)
        if action_name == "reject" and not kwargs.get("comment", "").strip():
            raise ModerationRefusee(_("Dites à la structure ce qui est à reprendre : elle attend votre réponse."))
        return super().on_action(task_state, user, action_name, **kwargs)

    @classmethod
    def get_description(cls) -> str:
        return _("Relue par l’animation régionale, ou par qui modère un département de la structure")


@register_setting(icon="clipboard-list", order=300)
class ReglagesModeration(BaseSiteSetting):
    """How long a page may wait before those who read it are reminded."""

    delai_rappel = models.PositiveSmallIntegerField(
        _("délai avant rappel, en jours"),
        default=5,
        validators=[MinValueValidator(1), MaxValueValidator(60)],
        help_text=_(
            "Passé ce délai, les modératrices et modérateurs reçoivent un rappel ; passé le double, l’animation "
            "régionale en reçoit un à son tour."
        ),
    )

    class Meta:
        verbose_name = _("modération")
        verbose_name_plural = _("modération")

    def __str__(self) -> str:
        return f"{self.delai_rappel}"
