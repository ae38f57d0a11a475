"""What is filled in beside the public pages: a report by any visitor, an interest by a member of a structure."""

from __future__ import annotations

from datetime import timedelta

from crispy_forms.layout import Div
from django import forms
from django.core import signing
from django.utils.translation import gettext_lazy as _

from espace_structures.structures.models import Structure
from portal.socle.formulaires import CourrielField, CourrielInput

from ..enums import MotifSignalement
from .base import FormulaireVitrine, requis

SEL_DE_L_HEURE = "vitrines.signalement"
HATE = timedelta(seconds=3)  # nobody reads and writes faster
VALIDITE = timedelta(hours=24)


class SignalementForm(FormulaireVitrine):
    """A report. A field that people do not see and the time taken tell machines apart, without any third party."""

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
    # Hidden from people by its frame; machines fill in whatever they find.
    site = forms.CharField(
        label=_("Ne remplissez pas ce champ"),
        required=False,
        widget=forms.TextInput(attrs={"tabindex": "-1", "autocomplete": "off"}),
    )
    ouvert = forms.CharField(required=False, widget=forms.HiddenInput)

    trop_tard = False

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = self.partie("motif", "message", "courriel", Div("site", css_class="leurre"), "ouvert")
        self.initial["ouvert"] = signing.dumps("ouvert", salt=SEL_DE_L_HEURE)
        if self.is_bound and not _date_de_moins_de(self.data.get("ouvert", ""), VALIDITE):
            self.trop_tard = True  # said once: what was typed stays, and the count starts again
            self.data = self.data.copy()
            self.data["ouvert"] = self.initial["ouvert"]

    @property
    def est_une_machine(self) -> bool:
        """Whether the field that nobody sees was filled in."""
        return bool(self.data.get("site"))

    def clean_ouvert(self) -> str:
        texte = self.cleaned_data["ouvert"]
        if self.trop_tard:
            raise forms.ValidationError(_("Ce formulaire est resté ouvert trop longtemps : envoyez-le de nouveau."))
        if _date_de_moins_de(texte, HATE):
            raise forms.ValidationError(_("Cela a été très rapide : relisez, puis envoyez de nouveau."))
        return texte


def _date_de_moins_de(texte: str, duree: timedelta) -> bool:
    """Whether this text was signed by the portal, more recently than this."""
    try:
        signing.loads(texte, salt=SEL_DE_L_HEURE, max_age=duree)
    except signing.BadSignature:
        return False
    return True


class InteretForm(FormulaireVitrine):
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
