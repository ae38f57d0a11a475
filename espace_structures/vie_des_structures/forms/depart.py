"""Who takes over from the person who leaves."""

from __future__ import annotations

from crispy_forms.helper import FormHelper
from django import forms
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _


class DepartForm(forms.Form):
    """Who takes over from the person who leaves."""

    successeur = forms.ModelChoiceField(
        queryset=None,
        label=_("Qui reprend ce que vous laissez ?"),
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Choisissez la personne qui vous succède."),
            "invalid_choice": _("Cette personne n’est plus membre de la structure : choisissez-en une autre."),
        },
    )

    def __init__(self, *args, membres, facultatif: bool, **kwargs):
        super().__init__(*args, label_suffix="", **kwargs)
        champ = self.fields["successeur"]
        champ.queryset = membres
        champ.required = not facultatif
        champ.empty_label = _t("Personne en particulier : les autres responsables reprennent") if facultatif else None
        champ.label_from_instance = lambda membre: f"{membre.compte} – {membre.get_role_display()}"
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.disable_csrf = True
