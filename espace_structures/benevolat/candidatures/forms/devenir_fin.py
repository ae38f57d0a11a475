"""The end of "Devenir…": the structure chosen, how to be reached, and the sending."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.socle.formulaires import CourrielField, CourrielInput, TelephoneField
from portal.socle.formulaires.nus import FormulaireNu, requis

from ...entreprises.metier import entreprises
from ...enums import Source
from ..metier.depot import Reponses
from .devenir import EtapeForm

ANIMATION = "animation"


class ChoixForm(FormulaireNu):
    """One of the proposals, or the animation chooses. `choix`: (value, label) of each."""

    choix = forms.ChoiceField(
        label=_("Votre choix"),
        widget=forms.RadioSelect,
        error_messages=requis(_("Choisissez une structure, ou laissez l’animation régionale choisir."))
        | {"invalid_choice": _("Cette structure ne reçoit plus de candidature : choisissez-en une autre.")},
    )

    def __init__(self, *args, choix: list[tuple[str, str]], **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["choix"].choices = choix


class CoordonneesForm(EtapeForm):
    """5. How to be reached, what to tell, what is agreed."""

    champs = ("nom", "courriel", "telephone")
    DE_LA_CANDIDATURE = ("message", "source", "accepte_reorientation")

    nom = forms.CharField(
        label=_("Votre nom"),
        max_length=150,
        widget=forms.TextInput(attrs={"autocomplete": "family-name"}),
        error_messages=requis(_("Écrivez votre nom.")),
    )
    courriel = CourrielField(
        label=_("Votre adresse électronique"),
        widget=CourrielInput(attrs={"autocomplete": "email"}),
        help_text=_("Nous y envoyons un lien à ouvrir pour confirmer votre candidature."),
        error_messages=requis(_("Écrivez votre adresse électronique."))
        | {"invalid": _("Écrivez une adresse complète, comme nom@exemple.fr.")},
    )
    telephone = TelephoneField(
        label=_("Votre téléphone (facultatif)"),
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "tel", "type": "tel"}),
    )
    message = forms.CharField(
        label=_("Ce que vous voulez nous dire (facultatif)"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("Ce qui vous motive, vos contraintes. Rien sur votre santé, s’il vous plaît."),
    )
    source = forms.ChoiceField(
        label=_("Comment nous avez-vous connus ? (facultatif)"),
        choices=[("", _("Choisissez")), *Source.choices],
        required=False,
    )
    code_entreprise = forms.CharField(
        label=_("Le code de votre employeur (facultatif)"),
        max_length=20,
        required=False,
        help_text=_("Si votre employeur vous en a donné un. Il saura combien de personnes l’ont utilisé, jamais qui."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    accepte_reorientation = forms.BooleanField(
        label=_("Si personne ne répond, proposez ma candidature à une autre structure"), required=False
    )
    charte = forms.BooleanField(
        label=_("J’ai lu la charte et je m’engage à la respecter"),
        error_messages=requis(_("Lisez la charte, puis cochez pour vous engager à la respecter.")),
    )
    consentement = forms.BooleanField(
        label=_("J’accepte que mes réponses servent à traiter ma candidature, comme expliqué ci-dessus"),
        error_messages=requis(_("Sans votre accord, nous ne pouvons transmettre votre candidature à personne.")),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.partie_vous = self.partie("nom", "courriel", "telephone")
        self.partie_mot = self.partie("message", "source", "code_entreprise", "accepte_reorientation")
        self.partie_charte = self.partie("charte")
        self.partie_donnees = self.partie("consentement")
        self._entreprise = None

    def deja_dit(self) -> dict[str, Any]:
        dit = super().deja_dit() | {nom: getattr(self.candidature, nom) for nom in self.DE_LA_CANDIDATURE}
        entreprise = self.candidature.entreprise
        # Both agreements were ticked together; consent itself is dated on sending.
        accepte = self.brouillon.charte_acceptee_le is not None
        dit |= {"code_entreprise": entreprise.code if entreprise else "", "charte": accepte, "consentement": accepte}
        return dit

    def clean_code_entreprise(self) -> str:
        code = self.cleaned_data["code_entreprise"].strip()
        if code:
            self._entreprise = entreprises.par_code(code, jour=timezone.localdate())
            if self._entreprise is None:
                raise forms.ValidationError(
                    _("Nous ne connaissons pas ce code : vérifiez-le, ou laissez le champ vide.")
                )
        return code

    def reponses(self) -> Reponses:
        candidature = self._dits(self.DE_LA_CANDIDATURE)
        if "code_entreprise" in self.cleaned_data:
            candidature["entreprise"] = self._entreprise
        accepte = bool(self.cleaned_data.get("charte") and self.cleaned_data.get("consentement"))
        return Reponses(champs=self._dits(self.champs), candidature=candidature, accepte=accepte)
