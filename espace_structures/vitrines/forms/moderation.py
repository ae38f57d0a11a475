"""The reason of a return: what the structure reads."""

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.forms import TaskStateCommentForm


class MotifForm(TaskStateCommentForm):
    """Never a return without its reason."""

    comment = forms.CharField(
        label=_("Ce qui est à reprendre"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("La structure reçoit ce texte par courriel et le lit en tête de sa page."),
        error_messages={"required": _("Dites à la structure ce qui est à reprendre : elle attend votre réponse.")},
    )
