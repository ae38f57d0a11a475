"""A call written in five minutes, its copy, and the word that sends it back."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from espace_structures.vitrines.models import Public
from portal.socle.formulaires import DateField, EntierField, TexteField
from portal.socle.formulaires.nus import FormulaireNu, LignesField, cote_a_cote, requis
from portal.socle.geographie.communes import commune
from portal.socle.geographie.formulaire import CommuneChamp

from ..enums import Forme, Modalite, Secteur
from ..models import AppelBenevoles
from .metier.appels import AppelSaisi

# A call older than that no longer says what the structure needs.
DUREE_MAXIMALE = timedelta(days=548)
DISPONIBILITES = ("en_semaine", "en_soiree", "le_week_end")
SIMPLES = ("titre", "besoin", "rythme", "forme", "modalite", "places", "jusqu_au", "mineurs_proteges")


class JusquAuMixin:
    """A last day neither past nor too far."""

    jour: date

    def clean_jusqu_au(self) -> date | None:
        lu = self.cleaned_data["jusqu_au"]
        if lu is None:
            return None
        if lu < self.jour:
            raise forms.ValidationError(_t("Cette date est passée : donnez un jour à venir."))
        if lu > self.jour + DUREE_MAXIMALE:
            raise forms.ValidationError(
                _t("Un appel dure dix-huit mois au plus : choisissez une date plus proche, vous pourrez le copier.")
            )
        return lu


def champ_jusqu_au() -> DateField:
    return DateField(
        label=_("Jusqu’au"),
        required=True,
        help_text=_("Dernier jour où l’on peut répondre. L’appel quitte le site le lendemain."),
        error_messages=requis(_("Donnez le dernier jour où l’on peut répondre.")),
    )


class AppelForm(JusquAuMixin, FormulaireNu):
    """What is needed, from whom, where and until when."""

    version = forms.IntegerField(required=False, widget=forms.HiddenInput, localize=False)
    titre = forms.CharField(
        label=_("Titre"),
        max_length=120,
        help_text=_("Ce que l’on cherche, en une ligne : « Marraine ou parrain dans les métiers du soin »."),
        error_messages=requis(_("Donnez un titre à l’appel.")),
    )
    besoin = TexteField(
        label=_("Pour quoi faire"),
        longueur=3000,
        required=True,
        widget=forms.Textarea(attrs={"rows": 7}),
        help_text=_("Qui sera accompagné, vers quoi, et ce que vous apportez aux bénévoles."),
        error_messages=requis(_("Dites en quelques phrases ce que l’on fera.")),
    )
    rythme = forms.CharField(
        label=_("Rythme"),
        max_length=150,
        required=False,
        help_text=_("Par exemple : deux heures toutes les deux semaines, pendant six mois."),
    )
    forme = forms.ChoiceField(
        label=_("Forme"), choices=Forme, widget=forms.RadioSelect, error_messages=requis(_("Choisissez une forme."))
    )
    modalite = forms.ChoiceField(
        label=_("En présence ou à distance"),
        choices=Modalite,
        widget=forms.RadioSelect,
        error_messages=requis(_("Dites si l’on se rencontre en présence ou à distance.")),
    )
    places = EntierField(
        label=_("Nombre de places"),
        required=True,
        minimum=1,
        maximum=500,
        help_text=_("L’appel devient complet de lui-même quand autant de personnes sont acceptées."),
        error_messages={
            "required": _("Dites combien de bénévoles vous cherchez."),
            "invalid": _("Écrivez un nombre entier, par exemple 3."),
            "trop_petit": _("Un appel propose au moins une place."),
            "depasse": _("Un appel propose 500 places au plus."),
        },
    )
    commune = CommuneChamp(
        label=_("Commune"),
        help_text=_("Là où l’on se rencontre, ou celle de la structure quand tout se fait à distance."),
        error_messages=requis(_("Écrivez une commune ou un code postal.")),
    )
    en_semaine = forms.BooleanField(label=_("En semaine, dans la journée"), required=False)
    en_soiree = forms.BooleanField(label=_("En semaine, le soir"), required=False)
    le_week_end = forms.BooleanField(label=_("Le week-end"), required=False)
    secteurs = forms.MultipleChoiceField(
        label=_("Secteurs d’activité recherchés"),
        choices=Secteur,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Aucun coché : tous les parcours conviennent."),
    )
    publics = LignesField(
        label=_("Publics accompagnés"),
        queryset=Public.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    mineurs_proteges = forms.BooleanField(
        label=_("Auprès de mineurs de la protection de l’enfance"),
        required=False,
        help_text=_("L’attestation d’honorabilité est alors exigée avant toute rencontre."),
    )
    jusqu_au = champ_jusqu_au()

    def __init__(self, *args, jour: date, **kwargs):
        super().__init__(*args, **kwargs)
        self.jour = jour
        self.fields["publics"].queryset = Public.objects.all()
        self.essentiel = self.partie("version", "titre", "besoin", "forme")
        self.ou_et_quand = self.partie("modalite", "commune", "rythme")
        self.disponibilites = self.partie(*DISPONIBILITES)
        self.pour_qui = self.partie("publics", "mineurs_proteges")
        self.profils = self.partie("secteurs")
        self.duree = self.partie(cote_a_cote("places", "jusqu_au"))

    @property
    def saisie(self) -> AppelSaisi:
        """The call of a valid form."""
        lu = self.cleaned_data
        simples = {nom: lu[nom] for nom in (*SIMPLES, *DISPONIBILITES)}
        return AppelSaisi(**simples, commune=lu["commune"], publics=list(lu["publics"]), secteurs=lu["secteurs"])

    def reprendre(self, version: int) -> None:
        """After a conflict: what was typed stays, and counts from the version saved meanwhile."""
        self.data = self.data.copy()
        self.data["version"] = str(version)


def debut(appel: AppelBenevoles) -> dict[str, Any]:
    """What the form of an existing call begins with."""
    return {nom: getattr(appel, nom) for nom in (*SIMPLES, *DISPONIBILITES, "version")} | {
        "commune": commune(appel.code_commune),
        "publics": list(appel.publics.values_list("pk", flat=True)),
        "secteurs": list(appel.secteurs.values_list("secteur", flat=True)),
    }


class CopieForm(JusquAuMixin, FormulaireNu):
    """Until when the copy looks for people."""

    jusqu_au = champ_jusqu_au()

    def __init__(self, *args, jour: date, **kwargs):
        super().__init__(*args, **kwargs)
        self.jour = jour


class RenvoiForm(FormulaireNu):
    """What the structure should take up again; it reads this text as it stands."""

    motif = TexteField(
        label=_("Ce qu’il faut reprendre"),
        longueur=1000,
        required=True,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("La structure reçoit ce texte tel quel."),
        error_messages=requis(_("Dites à la structure ce qu’elle doit reprendre.")),
    )
