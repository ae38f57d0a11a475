"""The step of Wagtail's workflow where a page of a structure is read before it appears."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting
from wagtail.locks import WorkflowLock
from wagtail.models import Page, Task, TaskState

from espace_structures.structures.droits import Appartenances

from .fiche import FichePage
from .rattachement import structure_de

if TYPE_CHECKING:
    from espace_structures.comptes.models import Compte


def peut_moderer(compte: Compte, page: Page) -> bool:
    """Whether this account decides on this page: the animation, or a moderator of a département of the structure."""
    appartenances = Appartenances.de(compte)
    if appartenances.est_animation:
        return True
    if not appartenances.est_moderateur:
        return False
    structure = structure_de(page)
    return (
        structure is not None
        and structure.implantations.filter(departement__in=appartenances.departements_moderes).exists()
    )


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
        return peut_moderer(user, obj)

    def locked_for_user(self, obj, user) -> bool:
        return not peut_moderer(user, obj)

    def get_actions(self, obj, user):
        """A return always asks for its reason; an approval takes a word only if one wants to."""
        if not peut_moderer(user, obj):
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
        return self.task_states.filter(status=TaskState.STATUS_IN_PROGRESS).filter(pages_moderees_par(user))

    @transaction.atomic
    def on_action(self, task_state, user, action_name, **kwargs):
        """One decision, under the lock of its row: the second person is told of the first (`DecisionDejaPrise`)."""
        from ..metier.moderation import refuser_si_decidee

        if not peut_moderer(user, task_state.workflow_state.content_object):
            raise PermissionDenied
        task_state = TaskState.objects.select_for_update(of=("self",)).get(pk=task_state.pk)
        refuser_si_decidee(task_state)
        return super().on_action(task_state, user, action_name, **kwargs)

    @classmethod
    def get_description(cls) -> str:
        return _("Relue par l’animation régionale, ou par qui modère un département de la structure")


def pages_moderees_par(compte: Compte) -> models.Q:
    """Task states about pages that this account decides on."""
    appartenances = Appartenances.de(compte)
    if appartenances.est_animation:
        return models.Q()
    fiches = FichePage.objects.filter(
        structure__implantations__departement__in=appartenances.departements_moderes
    ).values_list("path", flat=True)
    chemins = models.Q(pk__in=[])
    for chemin in set(fiches):
        chemins |= models.Q(path__startswith=chemin)
    pages = [str(pk) for pk in Page.objects.filter(chemins).values_list("pk", flat=True)]
    return models.Q(workflow_state__object_id__in=pages)


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
