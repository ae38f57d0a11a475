"""What is filled in beside the public pages: a report by any visitor, an interest by a member of a structure."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from espace_structures.structures.models import Structure
from portal.socle.formulaires import CourrielField, CourrielInput
from portal.socle.formulaires.machines import SansMachine
from portal.socle.formulaires.nus import FormulaireNu, requis

from ..enums import MotifSignalement


class SignalementForm(SansMachine, FormulaireNu):
    """A report."""

    motif = forms.ChoiceField(
        label=_("Qu’est-ce qui ne va pas ?"),
        choices=MotifSignalement,
        widget=forms.RadioSelect,
        error_messages=requis(_("Choisissez ce qui ne va pas.")),
    )
    message = forms.CharField(
        label=_("Dites-nous en quelques mots"),
        max_length=1500,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("Ce qui est faux, et ce que vous savez de juste. N’écrivez le nom de personne d’autre que vous."),
        error_messages=requis(_("Dites ce qui ne va pas : une phrase suffit.")),
    )
    courriel = CourrielField(
        label=_("Votre adresse électronique (facultatif)"),
        required=False,
        widget=CourrielInput(attrs={"autocomplete": "email"}),
        help_text=_("Pour vous dire la suite. Elle est effacée dès que le signalement est clos."),
        error_messages={"invalid": _("Écrivez une adresse complète, comme nom@exemple.fr, ou laissez le champ vide.")},
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = self.partie(*self.propres, *self.leurre())


class InteretForm(FormulaireNu):
    """Which of one's structures is interested, and why."""

    structure = forms.ModelChoiceField(
        label=_("Votre structure"),
        queryset=Structure.objects.none(),
        empty_label=None,
        error_messages=requis(_("Dites au nom de quelle structure vous écrivez.")),
    )
    message = forms.CharField(
        label=_("Votre message (facultatif)"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("Ce qui vous intéresse : la méthode, les partenaires, une visite…"),
    )

    def __init__(self, *args, structures, **kwargs):
        super().__init__(*args, **kwargs)
        champ = self.fields["structure"]
        champ.queryset = structures
        self._seule = structures[0] if len(structures) == 1 else None
        if self._seule is not None:  # nothing to choose
            champ.required = False
            champ.widget = forms.HiddenInput()

    def clean_structure(self) -> Structure:
        return self.cleaned_data["structure"] or self._seule
