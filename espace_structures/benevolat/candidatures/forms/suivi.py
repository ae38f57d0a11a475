"""What a person fills in on their own page."""

from __future__ import annotations

from typing import Any

from crispy_forms.layout import Fieldset
from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from espace_structures.vitrines.models import Public
from portal.socle.formulaires import CourrielField, CourrielInput, EntierField, TelephoneField
from portal.socle.formulaires.machines import SansMachine
from portal.socle.formulaires.nus import FormulaireNu, LignesField, requis
from portal.socle.geographie.formulaire import CommuneChamp

from ...enums import Modalite, MotifRetrait, Secteur, Sexe, Situation, TrancheAge
from ...metier import langues
from ...models import Benevole


def _vide(choix: Any) -> list[tuple[str, Any]]:
    return [("", _("Je ne souhaite pas répondre")), *choix.choices]


class LienPerduForm(SansMachine, FormulaireNu):
    """The address to which the link goes."""

    courriel = CourrielField(widget=CourrielInput(attrs={"autocomplete": "email"}))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = self.partie(*self.propres, *self.leurre())


class ReponseForm(FormulaireNu):
    """An answer to the structure, in the file."""

    texte = forms.CharField(
        label=_("Votre message"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages=requis(_("Écrivez votre message avant de l’envoyer.")),
    )


class RetraitForm(FormulaireNu):
    """Why one leaves."""

    motif = forms.ChoiceField(
        label=_("Pour quelle raison ?"),
        choices=MotifRetrait,
        widget=forms.RadioSelect,
        error_messages=requis(_("Choisissez une raison : elle aide la structure à mieux faire.")),
    )
    precision = forms.CharField(
        label=_("Un mot de plus (facultatif)"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("La structure le lira."),
    )


class EffacementForm(FormulaireNu):
    """One box, so that nothing disappears by accident."""

    accord = forms.BooleanField(
        label=_("J’ai compris : mes informations disparaissent tout de suite, et pour toujours"),
        error_messages=requis(_("Cochez la case pour confirmer.")),
    )


class ProfilForm(FormulaireNu):
    """The fields of the stepped form, all at once. The address is confirmed apart, from a mail."""

    prenom = forms.CharField(
        label=_("Prénom"),
        max_length=150,
        error_messages=requis(_("Indiquez votre prénom.")),
        widget=forms.TextInput(attrs={"autocomplete": "given-name"}),
    )
    nom = forms.CharField(
        label=_("Nom"),
        max_length=150,
        error_messages=requis(_("Indiquez votre nom.")),
        widget=forms.TextInput(attrs={"autocomplete": "family-name"}),
    )
    courriel = CourrielField(
        widget=CourrielInput(attrs={"autocomplete": "email"}),
        help_text=_("Une nouvelle adresse compte une fois confirmée, par le lien que nous y envoyons."),
    )
    telephone = TelephoneField(
        label=_("Téléphone (facultatif)"),
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "tel", "type": "tel"}),
    )
    langue = forms.ChoiceField(label=_("Langue de nos messages"), choices=settings.LANGUAGES)
    situation = forms.ChoiceField(label=_("Situation"), required=False)
    tranche_age = forms.ChoiceField(label=_("Âge"), required=False)
    sexe = forms.ChoiceField(label=_("Vous êtes"), required=False)
    secteur = forms.ChoiceField(label=_("Secteur d’activité"), required=False)
    metier = forms.CharField(label=_("Métier, présent ou passé (facultatif)"), required=False, max_length=150)
    code_commune = CommuneChamp(label=_("Commune"), error_messages=requis(_("Indiquez votre commune.")))
    rayon_km = EntierField(
        label=_("Jusqu’à combien de kilomètres ?"),
        required=True,
        maximum=100,
        error_messages=requis(_("Indiquez une distance, entre 0 et 100 kilomètres.")),
    )
    modalite = forms.ChoiceField(label=_("En présence ou à distance"), required=False)
    regulier = forms.BooleanField(label=_("Accompagnement régulier"), required=False)
    ponctuel = forms.BooleanField(label=_("Coup de main ponctuel"), required=False)
    immersion = forms.BooleanField(label=_("Accueil en immersion"), required=False)
    en_semaine = forms.BooleanField(label=_("En semaine, dans la journée"), required=False)
    en_soiree = forms.BooleanField(label=_("En semaine, le soir"), required=False)
    le_week_end = forms.BooleanField(label=_("Le week-end"), required=False)
    publics = LignesField(
        label=_("Qui souhaitez-vous aider ?"),
        queryset=Public.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    langues = forms.MultipleChoiceField(
        label=_("Langues que vous parlez, en plus du français"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    autres_langues = forms.MultipleChoiceField(
        label=_("D’autres langues (facultatif)"),
        required=False,
        widget=forms.SelectMultiple(attrs={"size": 6}),
        help_text=_("Sur un ordinateur, gardez la touche Ctrl enfoncée pour en choisir plusieurs."),
    )

    def __init__(self, *args, benevole: Benevole, **kwargs):
        kwargs.setdefault("initial", _initiales(benevole))
        super().__init__(*args, **kwargs)
        listes = {"situation": Situation, "tranche_age": TrancheAge, "sexe": Sexe, "secteur": Secteur}
        for nom, choix in (listes | {"modalite": Modalite}).items():
            self.fields[nom].choices = _vide(choix)
        self.fields["publics"].queryset = Public.objects.all()
        self.fields["langues"].choices = langues.frequentes()
        self.fields["autres_langues"].choices = langues.autres()
        self.helper = self.partie(
            Fieldset(_("Vous"), "prenom", "nom", "courriel", "telephone", "langue"),
            Fieldset(_("Votre situation"), "situation", "tranche_age", "sexe", "secteur", "metier"),
            Fieldset(_("Où"), "code_commune", "rayon_km", "modalite"),
            Fieldset(_("Quand"), "en_semaine", "en_soiree", "le_week_end"),
            Fieldset(_("De quelle façon"), "regulier", "ponctuel", "immersion"),
            Fieldset(_("Avec qui"), "publics", "langues", "autres_langues"),
        )

    def clean_code_commune(self) -> str:
        return self.cleaned_data["code_commune"].code


def _initiales(benevole: Benevole) -> dict[str, Any]:
    champs = [nom for nom in ProfilForm.base_fields if nom not in ("publics", "langues", "autres_langues")]
    dites = [langue.code for langue in benevole.langues_parlees.all()]
    return {nom: getattr(benevole, nom) for nom in champs} | {
        "publics": list(benevole.publics.all()),
        "langues": [code for code in dites if code in langues.FREQUENTES],
        "autres_langues": [code for code in dites if code not in langues.FREQUENTES],
    }
