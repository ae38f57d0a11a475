"""The filters of the list of bilans."""

from __future__ import annotations

from collections.abc import Iterable

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from espace_structures.structures.enums import TypeStructure
from portal.socle.geographie import departements_de_la_region, nom_departement

from ..enums import EtatBilan
from ..metier.suivi import TRIS, Filtres

RETARD = "retard"


class FiltresForm(forms.Form):
    """Read from the address: what cannot be read narrows nothing."""

    mots = forms.CharField(
        label=_("Structure"),
        required=False,
        max_length=100,
        widget=forms.TextInput(attrs={"type": "search", "placeholder": _("Nom ou SIRET")}),
    )
    exercice = forms.TypedChoiceField(label=_("Exercice"), required=False, coerce=int, empty_value=None)
    departement = forms.ChoiceField(label=_("Département"), required=False)
    type_structure = forms.ChoiceField(
        label=_("Type de structure"), required=False, choices=[("", _("Tous")), *TypeStructure.choices]
    )
    tri = forms.ChoiceField(label=_("Ordre"), required=False, choices=list(TRIS.items()))
    etat = forms.ChoiceField(required=False, choices=[(RETARD, ""), *EtatBilan.choices], widget=forms.HiddenInput)

    def __init__(self, *args, exercices: Iterable[int], **kwargs):
        super().__init__(*args, label_suffix="", **kwargs)
        self.fields["exercice"].choices = [("", _("Tous")), *((exercice, str(exercice)) for exercice in exercices)]
        region = departements_de_la_region(settings.PORTAIL_REGION)
        self.fields["departement"].choices = [("", _("Tous")), *((code, nom_departement(code)) for code in region)]
        for champ in self.fields.values():
            if not champ.widget.is_hidden:
                champ.widget.attrs["class"] = "form-select" if isinstance(champ, forms.ChoiceField) else "form-control"

    @property
    def filtres(self) -> Filtres:
        """The filters that could be read."""
        self.is_valid()
        lus = self.cleaned_data
        etat = lus.get("etat") or ""
        return Filtres(
            exercice=lus.get("exercice"),
            etat="" if etat == RETARD else etat,
            retard=etat == RETARD,
            departement=lus.get("departement") or "",
            type_structure=lus.get("type_structure") or "",
            mots=lus.get("mots") or "",
        )

    @property
    def ordre(self) -> str:
        """The order asked for, the first one otherwise."""
        self.is_valid()
        return self.cleaned_data.get("tri") or next(iter(TRIS))
