"""The antennas of a sheet: other places where the structure welcomes."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.socle.formulaires import TelephoneField
from portal.socle.formulaires.nus import cote_a_cote, donne

from ..metier.saisies import AntenneSaisie
from .lieux import LieuForm


class AntenneForm(LieuForm):
    """One antenna; left empty, it counts for nothing."""

    identifiant = forms.IntegerField(required=False, widget=forms.HiddenInput, localize=False)
    nom = forms.CharField(label=gettext_lazy("Nom de l’antenne"), max_length=150, required=False)
    telephone = TelephoneField(label=gettext_lazy("Téléphone"), required=False)
    horaires = forms.CharField(label=gettext_lazy("Horaires"), max_length=200, required=False)
    retirer = forms.BooleanField(label=gettext_lazy("Retirer cette antenne"), required=False)

    field_order = ("identifiant", "nom", "adresse", "code_postal", "commune", "telephone", "horaires", "retirer")

    def __init__(self, *args, rang: int = 1, **kwargs):
        super().__init__(*args, **kwargs)
        self.rang = rang
        self.prefixe_libelle = _("Antenne %(rang)s – ") % {"rang": rang}
        self.existe = bool(self.initial.get("nom"))
        if not self.existe:
            del self.fields["retirer"]
        self.helper = self.partie(
            "identifiant",
            "nom",
            *self.lignes_d_adresse(),
            cote_a_cote("telephone", "horaires"),
            *(["retirer"] if self.existe else []),
        )

    def clean(self) -> dict[str, Any]:
        lu = super().clean()
        if self.est_remplie and not lu.get("nom") and "nom" not in self.errors:
            self.add_error("nom", _("Donnez un nom à cette antenne, ou videz toutes ses lignes."))
        return lu

    @property
    def replie(self) -> bool:
        """Folded on the screen: a line more than the first, where nothing is typed yet."""
        return self.rang > 1 and not self.est_remplie

    @property
    def est_remplie(self) -> bool:
        """Something was typed, and the antenna is not taken away."""
        if "retirer" in self.fields and self["retirer"].value():
            return False
        return donne(self[nom].value() for nom in ("nom", "adresse", "code_postal", "telephone", "horaires"))

    @property
    def saisie(self) -> AntenneSaisie | None:
        """The antenna of a valid form; None when it is empty or taken away."""
        if not self.est_remplie:
            return None
        lu = self.cleaned_data
        champs = ("identifiant", "nom", "telephone", "horaires")
        return AntenneSaisie(**{nom: lu[nom] for nom in champs}, **self.lieu)


class _Antennes(forms.BaseFormSet):
    def get_form_kwargs(self, index: int | None) -> dict[str, Any]:
        return super().get_form_kwargs(index) | {"rang": (index or 0) + 1}

    @property
    def saisies(self) -> list[AntenneSaisie]:
        return [saisie for formulaire in self.forms if (saisie := formulaire.saisie)]


AntennesFormSet = forms.formset_factory(AntenneForm, formset=_Antennes, extra=0, max_num=40, absolute_max=40)
