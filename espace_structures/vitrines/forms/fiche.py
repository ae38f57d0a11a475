"""The whole sheet of a structure, in the gated space; its name and SIRET are the animation's."""

from __future__ import annotations

from typing import Any

from crispy_forms.layout import Div
from django import forms
from django.core.validators import MinLengthValidator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.socle.fichiers.images import assainir
from portal.socle.formulaires import CourrielField, DegresField, TelephoneField, TexteField
from portal.socle.formulaires.nus import FormulaireNu, LignesField, cote_a_cote, requis
from portal.socle.geographie.communes import commune

from ..metier.saisies import LONGUEUR_RECIT, FicheSaisie
from ..metier.textes import en_texte
from ..models import FichePage, Public
from .antennes import AntennesFormSet
from .lieux import LieuForm
from .photos import FORMATS

_CONTACT = ("contact_nom", "contact_courriel", "contact_telephone", "site")
_ACCUEIL = ("sur_rendez_vous", "en_ligne", "sans_rendez_vous")
_POSITION = ("position_corrigee", "latitude", "longitude")
LIGNES = 2  # antennas proposed beyond those that the sheet has


def _degres(label: str, limite: int) -> DegresField:
    message = gettext_lazy("Écrivez un nombre de degrés, par exemple 48,8566.")
    messages = {"invalid": message, "trop_petit": message, "depasse": message}
    return DegresField(label=label, limite=limite, error_messages=messages)


class FicheForm(LieuForm):
    """Who the structure is, whom it welcomes and how, where to find it."""

    version = forms.IntegerField(required=False, widget=forms.HiddenInput, localize=False)
    accroche = forms.CharField(
        label=gettext_lazy("Votre structure en une phrase"),
        max_length=250,
        validators=[
            MinLengthValidator(
                20, gettext_lazy("Cette phrase est trop courte pour qui ne vous connaît pas : étoffez-la.")
            )
        ],
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("Ce que vous faites, pour qui n’a jamais entendu parler de vous."),
        error_messages=requis(gettext_lazy("Dites en une phrase ce que fait votre structure.")),
    )
    presentation = TexteField(
        label=gettext_lazy("Présentation"),
        longueur=LONGUEUR_RECIT,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=gettext_lazy("Facultatif. Une ligne vide sépare deux paragraphes."),
    )
    publics = LignesField(
        label=gettext_lazy("Publics accueillis"),
        queryset=Public.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    sur_rendez_vous = forms.BooleanField(label=gettext_lazy("Sur rendez-vous"), required=False)
    en_ligne = forms.BooleanField(label=gettext_lazy("Mise en relation en ligne"), required=False)
    sans_rendez_vous = forms.BooleanField(label=gettext_lazy("Sur simple visite"), required=False)
    accueil = forms.CharField(
        label=gettext_lazy("Précisions sur l’accueil"),
        max_length=300,
        required=False,
        help_text=gettext_lazy("Jours, horaires, ce qu’il faut apporter."),
    )
    territoire = forms.CharField(
        label=gettext_lazy("Territoire"),
        max_length=250,
        required=False,
        help_text=gettext_lazy("Communes ou quartiers, quand vous ne couvrez pas tout le département."),
    )
    position_corrigee = forms.BooleanField(
        label=gettext_lazy("Placer le repère à la main"),
        required=False,
        help_text=gettext_lazy("Décoché, le repère se place au centre de la commune."),
    )
    latitude = _degres(gettext_lazy("Latitude"), 90)
    longitude = _degres(gettext_lazy("Longitude"), 180)
    contact_nom = forms.CharField(label=gettext_lazy("Nom du contact"), max_length=150, required=False)
    contact_courriel = CourrielField(
        label=gettext_lazy("Adresse électronique"),
        required=False,
        error_messages={"invalid": gettext_lazy("Cette adresse n’est pas complète : vérifiez-la, par exemple a@b.fr.")},
    )
    contact_telephone = TelephoneField(label=gettext_lazy("Téléphone"), required=False)
    site = forms.URLField(
        label=gettext_lazy("Site internet"),
        required=False,
        assume_scheme="https",
        error_messages={"invalid": gettext_lazy("Cette adresse n’est pas complète : copiez-la depuis le navigateur.")},
    )
    logo = forms.FileField(
        label=gettext_lazy("Logo"),
        required=False,
        widget=forms.FileInput(attrs={"accept": FORMATS}),
        help_text=gettext_lazy("JPEG, PNG, WebP ou HEIC."),
        error_messages={"empty": gettext_lazy("Ce fichier est vide : choisissez-en un autre.")},
    )
    sans_logo = forms.BooleanField(label=gettext_lazy("Retirer le logo"), required=False)

    def __init__(self, *args, a_un_logo: bool = False, presentation_ailleurs: bool = False, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["publics"].queryset = Public.objects.all()
        if presentation_ailleurs:  # laid out in the editor: typing here would flatten it
            del self.fields["presentation"]
        if not a_un_logo:
            del self.fields["sans_logo"]
        self.identite = self.partie("version", "accroche", *([] if presentation_ailleurs else ["presentation"]))
        self.accueil_et_publics = self.partie("publics")
        self.manieres = self.partie(Div(*_ACCUEIL), "accueil", "territoire")
        self.adresse_postale = self.partie(*self.lignes_d_adresse())
        self.position = self.partie("position_corrigee", cote_a_cote("latitude", "longitude"))
        self.contact = self.partie(cote_a_cote(*_CONTACT))
        self.image = self.partie("logo", *(["sans_logo"] if a_un_logo else []))

    @property
    def position_ouverte(self) -> bool:
        """The place on the map was moved by hand, or something is refused there."""
        return bool(self["position_corrigee"].value()) or any(nom in self.errors for nom in _POSITION)

    def clean_logo(self) -> Any:
        fichier = self.cleaned_data["logo"]
        return assainir(fichier) if fichier else None

    def clean(self) -> dict[str, Any]:
        lu = super().clean()
        if lu.get("position_corrigee"):
            for nom in ("latitude", "longitude"):
                if lu.get(nom) is None and nom not in self.errors:
                    self.add_error(nom, _("Pour placer le repère à la main, donnez la latitude et la longitude."))
        return lu

    def saisie(self, antennes: list) -> FicheSaisie:
        """The sheet of a valid form."""
        lu = self.cleaned_data
        champs = ("accroche", *_ACCUEIL, "accueil", "territoire", *_CONTACT, *_POSITION)
        return FicheSaisie(
            champs={nom: lu[nom] for nom in champs} | self.lieu,
            presentation=lu.get("presentation"),
            publics=list(lu["publics"]),
            antennes=antennes,
            logo=lu["logo"],
            sans_logo=bool(lu.get("sans_logo")),
        )


class SaisieFiche:
    """The form of a sheet as a whole: its main form and its antennas."""

    def __init__(self, fiche: FichePage, *, donnees: Any = None, fichiers: Any = None):
        """`fiche`: its latest draft; `donnees`, `fichiers`: what was posted."""
        self.fiche = fiche
        presentation = en_texte(fiche.presentation)
        self.formulaire = FicheForm(
            donnees,
            fichiers,
            a_un_logo=fiche.logo_id is not None,
            presentation_ailleurs=presentation is None,
            initial=_debut(fiche) | {"presentation": presentation},
        )
        self.antennes = AntennesFormSet(donnees, prefix="antenne", initial=_debut_antennes(fiche))

    @property
    def parties(self) -> tuple[FormulaireNu | AntennesFormSet, ...]:
        """The forms, in the order of the screen."""
        return self.formulaire, self.antennes

    @property
    def valeurs(self) -> FicheSaisie:
        """The sheet of valid forms."""
        return self.formulaire.saisie(self.antennes.saisies)

    def reprendre(self, version: int) -> None:
        """Go on from this version of the page, with everything typed kept."""
        donnees = self.formulaire.data.copy()
        donnees["version"] = str(version)
        self.formulaire.data = donnees


def _debut(fiche: FichePage) -> dict[str, Any]:
    champs = ("accroche", *_ACCUEIL, "accueil", "territoire", "adresse", "code_postal", *_POSITION, *_CONTACT)
    return {nom: getattr(fiche, nom) for nom in champs} | {
        "version": fiche.latest_revision_id or 0,
        "publics": list(fiche.publics.all()),
        "commune": commune(fiche.code_commune),
    }


def _debut_antennes(fiche: FichePage) -> list[dict[str, Any]]:
    champs = ("nom", "adresse", "code_postal", "telephone", "horaires")
    connues = [
        {nom: getattr(antenne, nom) for nom in champs}
        | {"identifiant": antenne.pk, "commune": commune(antenne.code_commune)}
        for antenne in fiche.antennes.all()
    ]
    return connues + [{}] * LIGNES
