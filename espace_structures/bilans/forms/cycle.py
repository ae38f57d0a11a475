"""What people write when a bilan moves on: a comment, a reason, a justification."""

from __future__ import annotations

from crispy_forms.helper import FormHelper
from django import forms
from django.utils.translation import gettext_lazy as _

from portal.socle.formulaires import TexteField

from ..metier.controle import LONGUEUR_JUSTIFICATION
from ..metier.cycle import LONGUEUR_TEXTE


class _FormulaireEtape(forms.Form):
    """The fields alone: the screen writes the form tag and its buttons."""

    def __init__(self, *args, **kwargs):
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.form_tag = False


class TransmissionForm(_FormulaireEtape):
    """Sending: a comment to the funders."""

    commentaire = TexteField(
        label=_("Commentaire pour les financeurs"),
        longueur=LONGUEUR_TEXTE,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("Facultatif. Ce qui aide à lire vos chiffres : un changement d’équipe, une action reportée…"),
    )


class ValidationForm(_FormulaireEtape):
    """Validating: a word to the structure."""

    commentaire = TexteField(
        label=_("Mot à la structure"),
        longueur=LONGUEUR_TEXTE,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Facultatif. Il est envoyé avec l’annonce de la validation."),
    )


class MotifForm(_FormulaireEtape):
    """Sending back or opening again: the reason, which the structure reads."""

    motif = TexteField(
        label=_("Ce que la structure doit compléter"),
        longueur=LONGUEUR_TEXTE,
        required=True,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("Citez les tableaux ou les chiffres à revoir : la structure reçoit ce texte tel quel."),
        error_messages={"required": _("Dites à la structure ce qu’elle doit compléter.")},
    )


class JustificationForm(_FormulaireEtape):
    """A justification, as the overview of a bilan posts it. `feuille` is empty for an anomaly of the whole bilan."""

    regle = forms.CharField(max_length=30, widget=forms.HiddenInput)
    feuille = forms.ModelChoiceField(queryset=None, required=False, widget=forms.HiddenInput)
    texte = TexteField(
        label=_("Justification"),
        longueur=LONGUEUR_JUSTIFICATION,
        required=True,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": _("La justification est vide : écrivez une phrase qui explique ces chiffres.")},
    )

    def __init__(self, *args, bilan, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["feuille"].queryset = bilan.feuilles.all()
