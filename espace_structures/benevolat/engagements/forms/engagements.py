"""Gestures on an engagement, and a volunteer added by hand."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.socle.formulaires import CourrielField, DateField, TelephoneField
from portal.socle.formulaires.nus import FormulaireNu, requis
from portal.socle.geographie import CHOIX_DEPARTEMENTS
from portal.socle.importation.formulaires import ImportationForm

from ...enums import MotifSortie


class PauseForm(FormulaireNu):
    jusqu_au = DateField(
        required=True, label=_("En pause jusqu’au"), error_messages=requis(_("Dites jusqu’à quand va la pause."))
    )


class SortieForm(FormulaireNu):
    motif = forms.ChoiceField(
        label=_("Raison du départ"),
        choices=[("", _("Choisissez")), *MotifSortie.choices],
        error_messages=requis(_("Choisissez la raison du départ.")),
    )
    precision = forms.CharField(
        label=_("Précision"), required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 3})
    )


class SaisonForm(FormulaireNu):
    """The dates of a season, both days included."""

    debut = DateField(required=True, label=_("Premier jour"), error_messages=requis(_("Indiquez le premier jour.")))
    fin = DateField(required=True, label=_("Dernier jour"), error_messages=requis(_("Indiquez le dernier jour.")))


class DepartementForm(FormulaireNu):
    """Which sheet of the bilan counts this person."""

    departement = forms.ChoiceField(
        label=_("Département où la personne agit"),
        choices=CHOIX_DEPARTEMENTS,
        error_messages=requis(_("Choisissez le département.")),
    )


class SansChampForm(FormulaireNu):
    """A gesture that asks nothing but its button."""


class AjoutForm(FormulaireNu):
    """A volunteer that the structure knows already."""

    structure = forms.ModelChoiceField(
        label=_("Structure"), queryset=None, error_messages=requis(_("Choisissez la structure."))
    )
    prenom = forms.CharField(label=_("Prénom"), max_length=150, error_messages=requis(_("Indiquez le prénom.")))
    nom = forms.CharField(label=_("Nom"), max_length=150, error_messages=requis(_("Indiquez le nom.")))
    courriel = CourrielField(required=False)
    telephone = TelephoneField(label=_("Téléphone"), required=False)
    depuis = DateField(required=True, label=_("Bénévole depuis le"), error_messages=requis(_("Dites depuis quand.")))
    departement = forms.ChoiceField(
        label=_("Département où la personne agit"),
        required=False,
        choices=[("", _("Celui de la structure")), *CHOIX_DEPARTEMENTS],
    )

    def __init__(self, *args, structures, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["structure"].queryset = structures
        seules = list(structures[:2])
        if len(seules) == 1:
            self.fields["structure"].initial = seules[0]
            self.fields["structure"].widget = forms.HiddenInput()
            self.fields["structure"].required = False
            self.seule = seules[0]

    def clean(self):
        donnees = super().clean()
        if not donnees.get("courriel") and not donnees.get("telephone") and not self.errors:
            self.add_error("courriel", _("Donnez une adresse électronique ou un téléphone."))
        if hasattr(self, "seule"):
            donnees["structure"] = self.seule
        return donnees


class ImportForm(ImportationForm, FormulaireNu):
    """The list that a structure already keeps."""

    prefixe_libelle = ""
