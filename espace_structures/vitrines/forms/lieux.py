"""An address: street, postcode, commune. The commune is found by name or postcode and kept as its official code."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy

from portal.socle.formulaires.nus import FormulaireNu, cote_a_cote
from portal.socle.geographie.formulaire import CommuneChamp


class LieuForm(FormulaireNu):
    """Fields of an address."""

    adresse = forms.CharField(
        label=gettext_lazy("Adresse"), max_length=250, required=False, help_text=gettext_lazy("Numéro et voie.")
    )
    code_postal = forms.CharField(
        label=gettext_lazy("Code postal"),
        max_length=5,
        required=False,
        validators=[RegexValidator(r"^[0-9]{5}$", gettext_lazy("Un code postal compte cinq chiffres."))],
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )
    commune = CommuneChamp(label=gettext_lazy("Commune"), required=False)

    @staticmethod
    def lignes_d_adresse() -> list[Any]:
        """The fields as a crispy layout."""
        return ["adresse", cote_a_cote("code_postal", "commune")]

    def clean_adresse(self) -> str:
        return self.cleaned_data["adresse"].strip()

    @property
    def lieu(self) -> dict[str, str]:
        """The address of a valid form, as the models hold it; the postcode of the commune when none was typed."""
        lu = self.cleaned_data
        commune = lu["commune"]
        return {
            "adresse": lu["adresse"],
            "code_postal": lu["code_postal"] or (commune.code_postal if commune else ""),
            "code_commune": commune.code if commune else "",
        }
