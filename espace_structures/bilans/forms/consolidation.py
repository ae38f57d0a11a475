"""The filters of the consolidation and of its extraction."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from espace_structures.structures.enums import TypeStructure
from portal.socle.geographie import DEPARTEMENTS, nom_departement

from ..metier.perimetre import Etats


class PerimetreForm(forms.Form):
    """Read from the address: what cannot be read narrows nothing. `departements`: those that the account may count."""

    departement = forms.ChoiceField(label=_("Département"), required=False)
    type_structure = forms.ChoiceField(
        label=_("Type de structure"), required=False, choices=[("", _("Tous")), *TypeStructure.choices]
    )
    provisoires = forms.BooleanField(label=_("Compter aussi les bilans non validés"), required=False)

    def __init__(self, *args: Any, departements: Iterable[str], **kwargs: Any):
        super().__init__(*args, label_suffix="", **kwargs)
        self.fields["departement"].choices = [
            ("", _("Tous")),
            *((code, f"{code} – {nom_departement(code)}") for code in departements if code in DEPARTEMENTS),
        ]
        for nom in ("departement", "type_structure"):
            self.fields[nom].widget.attrs["class"] = "form-select"
        self.fields["provisoires"].widget.attrs["class"] = "form-check-input"

    @property
    def filtres(self) -> dict[str, Any]:
        """What could be read, as arguments of `Perimetre`."""
        self.is_valid()
        lus = self.cleaned_data
        return {
            "departement": lus.get("departement") or "",
            "type_structure": lus.get("type_structure") or "",
            "etats": Etats.PROVISOIRES if lus.get("provisoires") else Etats.VALIDES,
        }
