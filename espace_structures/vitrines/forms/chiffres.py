"""The figures of an action: a value, what it counts, its year."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.socle.formulaires import EntierField, NombreField
from portal.socle.formulaires.nus import FormulaireNu, cote_a_cote, donne

from ..metier.saisies import ChiffreSaisi

_PLAFOND = Decimal(10) ** 11  # what the database holds


class ChiffreForm(FormulaireNu):
    """One figure; left empty, it counts for nothing."""

    valeur = NombreField(label=gettext_lazy("Valeur"), decimales=1)
    unite = forms.CharField(
        label=gettext_lazy("Unité"), max_length=12, required=False, help_text=gettext_lazy("%, €, heures… ou rien.")
    )
    libelle = forms.CharField(
        label=gettext_lazy("Ce que le chiffre compte"),
        max_length=120,
        required=False,
        help_text=gettext_lazy("Par exemple : binômes formés."),
    )
    annee = EntierField(
        label=gettext_lazy("Année"),
        minimum=1993,
        maximum=2100,
        error_messages={
            "invalid": gettext_lazy("Écrivez l’année en quatre chiffres, par exemple 2026."),
            "trop_petit": gettext_lazy("L’année va de 1993 à 2100."),
            "depasse": gettext_lazy("L’année va de 1993 à 2100."),
        },
    )

    def __init__(self, *args, rang: int = 1, **kwargs):
        super().__init__(*args, **kwargs)
        self.rang = rang
        self.prefixe_libelle = _("Chiffre %(rang)s – ") % {"rang": rang}
        self.helper = self.partie(cote_a_cote("valeur", "unite"), cote_a_cote("libelle", "annee"))

    def clean(self) -> dict[str, Any]:
        lu = super().clean()
        if not self.est_rempli:
            # A figure emptied to be taken away: neither its year nor anything else is asked any more.
            self.errors.pop("annee", None)
            return lu
        if lu.get("valeur") is None and "valeur" not in self.errors:
            self.add_error("valeur", _("Écrivez le nombre, ou videz toute la ligne."))
        if lu.get("valeur") is not None and abs(lu["valeur"]) >= _PLAFOND:
            self.add_error("valeur", _("Ce nombre est trop grand : vérifiez ce qui a été collé."))
        if not lu.get("libelle") and "libelle" not in self.errors:
            self.add_error("libelle", _("Dites ce que ce chiffre compte : un nombre seul ne se comprend pas."))
        if lu.get("annee") is None and "annee" not in self.errors:
            self.add_error("annee", _("Un chiffre porte toujours son année."))
        return lu

    @property
    def replie(self) -> bool:
        """Folded on the screen: a line more than the first, where nothing is typed yet."""
        return self.rang > 1 and not self.est_rempli

    @property
    def est_rempli(self) -> bool:
        """Something other than the year, which is proposed, was typed."""
        return donne(self[nom].value() for nom in ("valeur", "unite", "libelle"))

    @property
    def saisi(self) -> ChiffreSaisi | None:
        """The figure of a valid form; None when it is empty."""
        if not self.est_rempli:
            return None
        return ChiffreSaisi(**{nom: self.cleaned_data[nom] for nom in ("valeur", "unite", "libelle", "annee")})


class _Chiffres(forms.BaseFormSet):
    def get_form_kwargs(self, index: int | None) -> dict[str, Any]:
        return super().get_form_kwargs(index) | {"rang": (index or 0) + 1}

    @property
    def saisis(self) -> list[ChiffreSaisi]:
        return [saisi for formulaire in self.forms if (saisi := formulaire.saisi)]


ChiffresFormSet = forms.formset_factory(ChiffreForm, formset=_Chiffres, extra=0, max_num=20, absolute_max=20)
