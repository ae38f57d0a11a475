"""People and machines told apart without any third party: a field that nobody sees, and the time taken."""

from __future__ import annotations

from datetime import timedelta

from crispy_forms.layout import Div
from django import forms
from django.core import signing
from django.utils.translation import gettext_lazy as _

SEL_DE_L_HEURE = "benevolat.formulaire"
HATE = timedelta(seconds=2)  # nobody reads and answers faster
VALIDITE = timedelta(hours=24)


class SansMachine(forms.Form):
    """To mix in a form: lay out `LEURRE` with the other fields, ask `est_une_machine` first."""

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
        self.initial["ouvert"] = signing.dumps("ouvert", salt=SEL_DE_L_HEURE)
        if self.is_bound and not _signe_depuis_moins_de(self.data.get("ouvert", ""), VALIDITE):
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
            raise forms.ValidationError(_("Cette page est restée ouverte trop longtemps : envoyez-la de nouveau."))
        if _signe_depuis_moins_de(texte, HATE):
            raise forms.ValidationError(_("Cela a été très rapide : relisez, puis envoyez de nouveau."))
        return texte


def leurre() -> list:
    """What to add to the layout: a new one each time, crispy writes into it."""
    return [Div("site", css_class="leurre"), "ouvert"]


def _signe_depuis_moins_de(texte: str, duree: timedelta) -> bool:
    try:
        signing.loads(texte, salt=SEL_DE_L_HEURE, max_age=duree)
    except signing.BadSignature:
        return False
    return True
