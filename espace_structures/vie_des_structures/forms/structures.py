"""What the animation says when a structure changes its name, closes, or turns out to be another."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from wagtail.admin.widgets import AdminAutoHeightTextInput
from wagtail.snippets.widgets import AdminSnippetChooser

from espace_structures.structures.models import Structure
from portal.socle.formulaires import DateField
from portal.socle.formulaires.back_office import CalendrierInput


class RenommageForm(forms.Form):
    nom = forms.CharField(label=_("Nouveau nom"), max_length=200)


class FermetureForm(forms.Form):
    fermee_le = DateField(
        label=_("Fermée le"),
        required=True,
        widget=CalendrierInput,
        help_text=_("Aujourd’hui ou un jour passé : la fermeture prend effet tout de suite."),
    )
    motif = forms.CharField(
        label=_("Motif"),
        widget=AdminAutoHeightTextInput,
        max_length=1000,
        help_text=_("Les membres de la structure le recevront par courriel."),
    )
    successeur = forms.ModelChoiceField(
        label=_("Structure qui prend la suite"),
        queryset=Structure.objects.actives(),
        required=False,
        widget=AdminSnippetChooser(Structure),
        help_text=_("Facultatif. La fiche publique de la structure fermée y mènera."),
        error_messages={"invalid_choice": _("Cette structure n’est pas active : choisissez-en une autre.")},
    )


class ChoixDeFusionForm(forms.Form):
    """Which other record is the same structure, and which of the two stays."""

    AUTRE, CELLE_CI = "autre", "celle-ci"

    autre = forms.ModelChoiceField(
        label=_("L’autre fiche de la même structure"),
        queryset=Structure.objects.actives(),
        widget=AdminSnippetChooser(Structure),
        error_messages={"invalid_choice": _("Cette structure n’est pas active : choisissez-en une autre.")},
    )
    gardee = forms.ChoiceField(label=_("Fiche à garder"), widget=forms.RadioSelect)

    def __init__(self, *args, structure: Structure, **kwargs):
        super().__init__(*args, **kwargs)
        self.structure = structure
        self.fields["gardee"].choices = [
            (self.AUTRE, _("L’autre : celle-ci ferme")),
            (self.CELLE_CI, _("Celle-ci : l’autre ferme")),
        ]
        self.fields["gardee"].initial = self.CELLE_CI

    def clean_autre(self) -> Structure:
        autre = self.cleaned_data["autre"]
        if autre == self.structure:
            raise forms.ValidationError(_t("C’est la même fiche : choisissez-en une autre."))
        return autre

    @property
    def couple(self) -> tuple[Structure, Structure]:
        """The structure kept, then the one absorbed."""
        autre = self.cleaned_data["autre"]
        if self.cleaned_data["gardee"] == self.CELLE_CI:
            return self.structure, autre
        return autre, self.structure


class ConfirmationForm(forms.Form):
    nom = forms.CharField(label=_("Nom de la structure qui ferme"), max_length=200)
