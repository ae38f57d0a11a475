"""What people write to come in: opening their account, asking to join."""

from __future__ import annotations

from crispy_forms.layout import Layout
from django import forms
from django.contrib.auth import password_validation
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from espace_structures.comptes.connexion import AIDE_NOUVEAU
from espace_structures.comptes.models import Compte
from portal.socle.formulaires import CourrielField, CourrielInput, TexteField
from portal.socle.formulaires.machines import SansMachine
from portal.socle.formulaires.nus import FormulaireNu
from portal.socle.geographie import nom_departement


class OuvertureForm(FormulaireNu):
    """A name and a password, for whoever was invited and has no account."""

    prenom = forms.CharField(
        label=_("Prénom"),
        max_length=150,
        widget=forms.TextInput(attrs={"autocomplete": "given-name"}),
        error_messages={"required": _("Indiquez votre prénom.")},
    )
    nom = forms.CharField(
        label=_("Nom"),
        max_length=150,
        widget=forms.TextInput(attrs={"autocomplete": "family-name"}),
        error_messages={"required": _("Indiquez votre nom.")},
    )
    mot_de_passe = forms.CharField(
        label=_("Mot de passe"),
        strip=False,
        help_text=AIDE_NOUVEAU,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        error_messages={"required": _("Choisissez un mot de passe.")},
    )
    confirmation = forms.CharField(
        label=_("Mot de passe, une seconde fois"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        error_messages={"required": _("Saisissez le mot de passe une seconde fois.")},
    )

    def __init__(self, *args, courriel: str, **kwargs):
        self.courriel = courriel
        super().__init__(*args, **kwargs)

    def clean(self):
        donnees = super().clean()
        choisi = donnees.get("mot_de_passe")
        if not choisi:
            return donnees
        futur = Compte(email=self.courriel, first_name=donnees.get("prenom", ""), last_name=donnees.get("nom", ""))
        try:
            password_validation.validate_password(choisi, futur)
        except forms.ValidationError as refus:
            self.add_error("mot_de_passe", refus)
        if donnees.get("confirmation") and donnees["confirmation"] != choisi:
            self.add_error("confirmation", _t("Les deux mots de passe diffèrent : saisissez deux fois le même."))
        return donnees


class RechercheForm(forms.Form):
    """The structure that one wants to join, among the active ones."""

    mots = forms.CharField(label=_("Nom de la structure"), required=False, max_length=100)
    departement = forms.ChoiceField(label=_("Département"), required=False)

    def __init__(self, *args, departements, **kwargs):
        super().__init__(*args, label_suffix="", **kwargs)
        self.fields["departement"].choices = [
            ("", _t("Tous les départements")),
            *((code, nom_departement(code)) for code in departements),
        ]
        self.fields["mots"].widget.attrs |= {"class": "form-control"}
        self.fields["departement"].widget.attrs |= {"class": "form-select"}

    @property
    def criteres(self) -> tuple[str, str]:
        """Words and département, empty when not given or not understood."""
        self.full_clean()
        return self.cleaned_data.get("mots", ""), self.cleaned_data.get("departement", "")


class DemandeConnectee(FormulaireNu):
    """Asking to join, for somebody signed in: who they are is known."""

    fonction = forms.CharField(
        label=_("Votre fonction"),
        max_length=150,
        required=False,
        help_text=_("Facultatif. Par exemple : chargée de mission parrainage."),
        widget=forms.TextInput(attrs={"autocomplete": "organization-title"}),
    )
    message = TexteField(
        label=_("Votre message à la structure"),
        longueur=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Facultatif. Ce qui aide la structure à vous reconnaître."),
    )


class DemandeForm(SansMachine, DemandeConnectee):
    """Asking to join, for a visitor."""

    field_order = ["prenom", "nom", "fonction", "courriel", "message"]

    prenom = OuvertureForm.declared_fields["prenom"]
    nom = OuvertureForm.declared_fields["nom"]
    courriel = CourrielField(
        label=_("Votre adresse électronique"),
        help_text=_("De préférence celle de votre structure : un message de confirmation y est envoyé."),
        widget=CourrielInput(attrs={"autocomplete": "email"}),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper.layout = Layout(*self.propres, *self.leurre())
