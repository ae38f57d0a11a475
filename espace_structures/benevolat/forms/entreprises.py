"""What a company fills in: its pledge, the address of a lost link, a change of its pledge."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from crispy_forms.layout import Div
from django import forms
from django.core import signing
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from espace_structures.vitrines.forms.base import FormulaireVitrine, requis
from portal.socle.formulaires import CourrielField, CourrielInput, DateField, EntierField

from ..metier.entreprises import verifier_le_terme
from ..metier.refus import BenevolatRefuse

SEL_DE_L_HEURE = "benevolat.entreprises"
HATE = timedelta(seconds=3)  # nobody reads and writes faster
VALIDITE = timedelta(hours=24)
MAXIMUM = 5000


class FormulairePublic(FormulaireVitrine):
    """A field that people do not see and the time taken tell machines apart, without any third party."""

    site = forms.CharField(
        label=_("Ne remplissez pas ce champ"),
        required=False,
        widget=forms.TextInput(attrs={"tabindex": "-1", "autocomplete": "off"}),
    )
    ouvert = forms.CharField(required=False, widget=forms.HiddenInput)

    trop_tard = False

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        visibles = [nom for nom in self.fields if nom not in ("site", "ouvert")]
        self.order_fields([*visibles, "site", "ouvert"])
        self.helper = self.partie(*visibles, Div("site", css_class="leurre"), "ouvert")
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
            raise forms.ValidationError(_("Ce formulaire est resté ouvert trop longtemps : envoyez-le de nouveau."))
        if _signe_depuis_moins_de(texte, HATE):
            raise forms.ValidationError(_("Cela a été très rapide : relisez, puis envoyez de nouveau."))
        return texte


def _signe_depuis_moins_de(texte: str, duree: timedelta) -> bool:
    """Whether this text was signed by the portal, more recently than this."""
    try:
        signing.loads(texte, salt=SEL_DE_L_HEURE, max_age=duree)
    except signing.BadSignature:
        return False
    return True


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


class PromesseForm(_AvecTerme, FormulaireVitrine):
    """Another number, another day."""

    promesse = _promesse()
    jusqu_au = _terme()
