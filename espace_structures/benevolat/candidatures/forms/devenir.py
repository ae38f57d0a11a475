"""The steps of "Devenir parrain, marraine ou mentor": each knows what it read before and what it writes.

A step left backwards keeps whatever is valid in it: `reponses` reads `cleaned_data` as it is.
"""

from __future__ import annotations

from typing import Any

from crispy_forms.layout import Fieldset
from django import forms
from django.utils.translation import gettext_lazy as _

from espace_structures.vitrines.models import Public
from portal.socle.formulaires.machines import SansMachine
from portal.socle.formulaires.nus import FormulaireNu, LignesField, requis
from portal.socle.geographie.formulaire import CommuneChamp

from ...enums import Modalite, Secteur, Sexe, Situation, TrancheAge
from ...metier.langues import autres, frequentes
from ...models import Benevole, Candidature
from ..metier.depot import Reponses

NON_DIT = ("", _("Je préfère ne pas le dire"))
RAYONS = (2, 5, 10, 20, 30, 50, 100)
DISPONIBILITES = ("en_semaine", "en_soiree", "le_week_end")
FORMES = ("regulier", "ponctuel", "immersion")


class EtapeForm(FormulaireNu):
    """A step: `champs` are the fields of the person that it asks for."""

    champs: tuple[str, ...] = ()

    def __init__(self, *args, brouillon: Benevole | None, candidature: Candidature | None, **kwargs):
        self.brouillon, self.candidature = brouillon, candidature
        super().__init__(*args, initial=self.deja_dit() if brouillon else {}, **kwargs)

    def deja_dit(self) -> dict[str, Any]:
        """What the draft holds."""
        return {nom: getattr(self.brouillon, nom) for nom in self.champs}

    def reponses(self) -> Reponses:
        """What is valid, to be written."""
        return Reponses(champs=self._dits(self.champs))

    def _dits(self, noms) -> dict[str, Any]:
        return {nom: self.cleaned_data[nom] for nom in noms if nom in self.cleaned_data}


class QuiForm(SansMachine, EtapeForm):
    """1. Who I am."""

    champs = ("prenom", "situation", "tranche_age", "sexe", "est_majeur")

    prenom = forms.CharField(
        label=_("Votre prénom"),
        max_length=150,
        widget=forms.TextInput(attrs={"autocomplete": "given-name"}),
        error_messages=requis(_("Écrivez votre prénom.")),
    )
    situation = forms.ChoiceField(
        label=_("Votre situation"),
        choices=Situation,
        widget=forms.RadioSelect,
        error_messages=requis(_("Dites quelle est votre situation.")),
    )
    tranche_age = forms.ChoiceField(
        label=_("Votre âge (facultatif)"), choices=[*TrancheAge.choices, NON_DIT], required=False
    )
    sexe = forms.ChoiceField(
        label=_("Vous êtes (facultatif)"),
        choices=[*Sexe.choices, NON_DIT],
        required=False,
        help_text=_(
            "L’âge et le sexe servent seulement aux statistiques du parrainage, où personne n’est reconnaissable."
        ),
    )
    est_majeur = forms.BooleanField(
        label=_("J’ai dix-huit ans ou plus"),
        error_messages=requis(_("Le parrainage est réservé aux personnes majeures : cochez si vous l’êtes.")),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = self.partie("prenom", "situation", "est_majeur", "tranche_age", "sexe", *self.leurre())


class LieuForm(EtapeForm):
    """2. Where and when."""

    champs = ("rayon_km", "modalite", *DISPONIBILITES, *FORMES)

    commune = CommuneChamp(
        label=_("Votre commune"),
        help_text=_("Son nom ou son code postal. Nous ne demandons pas votre adresse."),
        error_messages=requis(_("Écrivez votre commune ou votre code postal.")),
    )
    modalite = forms.ChoiceField(
        label=_("Comment souhaitez-vous aider ?"),
        choices=Modalite,
        widget=forms.RadioSelect,
        error_messages=requis(_("Dites si vous pouvez vous déplacer.")),
    )
    rayon_km = forms.TypedChoiceField(
        label=_("Jusqu’où pouvez-vous aller ?"),
        choices=[(rayon, _("%(rayon)d km") % {"rayon": rayon}) for rayon in RAYONS],
        coerce=int,
    )
    en_semaine = forms.BooleanField(label=_("En semaine, dans la journée"), required=False)
    en_soiree = forms.BooleanField(label=_("En semaine, le soir"), required=False)
    le_week_end = forms.BooleanField(label=_("Le week-end"), required=False)
    regulier = forms.BooleanField(
        label=_("Un accompagnement régulier"),
        required=False,
        help_text=_("Quelques heures par mois avec la même personne, pendant plusieurs mois."),
    )
    ponctuel = forms.BooleanField(
        label=_("Un coup de main ponctuel"),
        required=False,
        help_text=_("Relire un CV, préparer un entretien, parler de son métier."),
    )
    immersion = forms.BooleanField(
        label=_("Un accueil en immersion"),
        required=False,
        help_text=_("Faire découvrir votre lieu de travail pendant quelques jours."),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = self.partie(
            "commune",
            "modalite",
            "rayon_km",
            Fieldset(_("Quand êtes-vous disponible ?"), *DISPONIBILITES),
            Fieldset(_("Ce que je propose"), *FORMES),
        )

    def deja_dit(self) -> dict[str, Any]:
        dit = super().deja_dit() | {"commune": self.brouillon.code_commune}
        return dit | {"rayon_km": min(RAYONS, key=lambda rayon: abs(rayon - dit["rayon_km"]))}

    def clean(self) -> None:
        if not any(self.cleaned_data.get(nom) for nom in FORMES):
            self.add_error("regulier", _("Cochez au moins une façon d’aider."))
        if not any(self.cleaned_data.get(nom) for nom in DISPONIBILITES):
            self.add_error("en_semaine", _("Cochez au moins un moment où vous êtes disponible."))

    def reponses(self) -> Reponses:
        champs = self._dits(self.champs)
        if "commune" in self.cleaned_data:
            champs["code_commune"] = self.cleaned_data["commune"].code
        return Reponses(champs=champs)


class DomaineForm(EtapeForm):
    """3. My field and my languages; all of it may be left unsaid."""

    champs = ("secteur", "metier")

    secteur = forms.ChoiceField(
        label=_("Votre secteur d’activité, actuel ou passé (facultatif)"),
        choices=[("", _("Aucun, ou je préfère ne pas le dire")), *Secteur.choices],
        required=False,
    )
    metier = forms.CharField(
        label=_("Votre métier, actuel ou passé (facultatif)"),
        max_length=150,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "organization-title"}),
    )
    langues = forms.MultipleChoiceField(
        label=_("Les langues que vous parlez, en plus du français (facultatif)"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        choices=frequentes,
    )
    autres_langues = forms.MultipleChoiceField(
        label=_("D’autres langues (facultatif)"),
        required=False,
        widget=forms.SelectMultiple(attrs={"size": 6}),
        choices=autres,
        help_text=_("Sur un ordinateur, gardez la touche Ctrl enfoncée pour en choisir plusieurs."),
    )

    def deja_dit(self) -> dict[str, Any]:
        codes = [une.code for une in self.brouillon.langues_parlees.all()]
        return super().deja_dit() | {"langues": codes, "autres_langues": codes}

    def reponses(self) -> Reponses:
        codes = [*self.cleaned_data.get("langues", ()), *self.cleaned_data.get("autres_langues", ())]
        return Reponses(champs=self._dits(self.champs), langues=codes)


class PublicsForm(EtapeForm):
    """4. Whom I would like to help."""

    publics = LignesField(
        label=_("Qui aimeriez-vous aider ? (facultatif)"),
        queryset=Public.objects.all(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Ne cochez rien si vous n’avez pas de préférence."),
    )

    def deja_dit(self) -> dict[str, Any]:
        return {"publics": list(self.brouillon.publics.values_list("pk", flat=True))}

    def reponses(self) -> Reponses:
        return Reponses(publics=self.cleaned_data.get("publics", []))
