"""What a company fills in: its pledge, the address of a lost link, a change of its pledge."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.socle.formulaires import CourrielField, CourrielInput, DateField, EntierField
from portal.socle.formulaires.machines import SansMachine
from portal.socle.formulaires.nus import FormulaireNu, requis

from ..metier.refus import BenevolatRefuse
from .metier.entreprises import verifier_le_terme

MAXIMUM = 5000


class FormulairePublic(SansMachine, FormulaireNu):
    """A form of the companies' door."""

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.helper = self.partie(*self.propres, *self.leurre())


def _promesse() -> EntierField:
    return EntierField(
        label=_("Combien de bénévoles pensez-vous mobiliser ?"),
        required=True,
        minimum=1,
        maximum=MAXIMUM,
        error_messages=requis(_("Donnez un nombre, même approximatif."))
        | {
            "invalid": _("Écrivez un nombre entier, par exemple 10."),
            "trop_petit": _("Une entreprise s’engage pour au moins une personne."),
            "depasse": _("Le nombre va jusqu’à 5 000."),
        },
    )


def _terme() -> DateField:
    return DateField(
        label=_("Jusqu’à quand ?"),
        required=True,
        help_text=_("Le code ne sert plus après ce jour. Vous pourrez le repousser."),
        error_messages=requis(_("Donnez un jour, par exemple 31/12/2027.")),
    )


class _AvecTerme(forms.Form):
    def clean_jusqu_au(self) -> date:
        """A day to come."""
        jusqu_au = self.cleaned_data["jusqu_au"]
        try:
            verifier_le_terme(jusqu_au, timezone.localdate())
        except BenevolatRefuse as refus:
            raise forms.ValidationError(str(refus)) from None
        return jusqu_au


class EntrepriseForm(_AvecTerme, FormulairePublic):
    """The pledge of a company."""

    nom = forms.CharField(
        label=_("Nom de l’entreprise"),
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
        error_messages=requis(_("Écrivez le nom de l’entreprise.")),
    )
    contact_nom = forms.CharField(
        label=_("Votre prénom et votre nom"),
        max_length=150,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages=requis(_("Dites-nous à qui nous écrivons.")),
    )
    contact_fonction = forms.CharField(
        label=_("Votre fonction (facultatif)"),
        max_length=150,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "organization-title"}),
    )
    courriel = CourrielField(
        label=_("Votre adresse électronique professionnelle"),
        widget=CourrielInput(attrs={"autocomplete": "email"}),
        help_text=_("Nous y envoyons un lien de confirmation."),
        error_messages=requis(_("Écrivez votre adresse électronique."))
        | {"invalid": _("Écrivez une adresse complète, comme nom@exemple.fr.")},
    )
    promesse = _promesse()
    jusqu_au = _terme()
    message = forms.CharField(
        label=_("Un mot pour l’animation régionale (facultatif)"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class LienEntrepriseForm(FormulairePublic):
    """Where to send the link again."""

    courriel = CourrielField(
        label=_("Votre adresse électronique"),
        widget=CourrielInput(attrs={"autocomplete": "email"}),
        error_messages=requis(_("Écrivez votre adresse électronique."))
        | {"invalid": _("Écrivez une adresse complète, comme nom@exemple.fr.")},
    )


class PromesseForm(_AvecTerme, FormulaireNu):
    """Another number, another day."""

    promesse = _promesse()
    jusqu_au = _terme()
