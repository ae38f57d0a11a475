"""An action told in five minutes: the short form, to write and to write again, without ever opening the editor."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from espace_structures.structures.models import Structure
from portal.socle.formulaires import CourrielField, DateField, TelephoneField, TexteField
from portal.socle.formulaires.nus import FormulaireNu, LignesField, cote_a_cote, requis
from portal.socle.geographie import departements_de_la_region, nom_departement

from ..metier.saisies import LONGUEUR_RECIT, ActionSaisie, ChiffreSaisi, PhotoSaisie, TemoignageSaisi
from ..metier.textes import en_texte
from ..models import ActionPage, FichePage, Public
from .chiffres import ChiffresFormSet
from .photos import PhotosFormSet

LIGNES = 3  # figures and pictures proposed
_CONTACT = ("contact_nom", "contact_courriel", "contact_telephone")


class ActionForm(FormulaireNu):
    """What an action is, for whom, where and when, and what someone says of it."""

    version = forms.IntegerField(required=False, widget=forms.HiddenInput, localize=False)
    titre = forms.CharField(
        label=gettext_lazy("Titre"),
        max_length=255,
        help_text=gettext_lazy("Ce que vous diriez à une collègue : « Un café avec des recruteurs, chaque mois »."),
        error_messages=requis(gettext_lazy("Donnez un titre à l’action.")),
    )
    but = TexteField(
        label=gettext_lazy("But de l’action"),
        longueur=600,
        required=True,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("Ce que l’action change, et pour qui. Deux ou trois phrases."),
        error_messages=requis(gettext_lazy("Dites en une phrase ce que l’action change, et pour qui.")),
    )
    publics = LignesField(
        label=gettext_lazy("Publics"),
        queryset=Public.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    departements = forms.MultipleChoiceField(
        label=gettext_lazy("Départements"),
        widget=forms.CheckboxSelectMultiple,
        error_messages=requis(gettext_lazy("Cochez au moins un département.")),
    )
    lieu = forms.CharField(
        label=gettext_lazy("Lieu"), max_length=200, required=False, help_text=gettext_lazy("Commune, quartier, salle.")
    )
    debut = DateField(
        label=gettext_lazy("Début"),
        required=True,
        error_messages=requis(
            gettext_lazy("Dites quand l’action a commencé : le mois suffit, mettez le premier jour.")
        ),
    )
    fin = DateField(label=gettext_lazy("Fin"), help_text=gettext_lazy("Vide tant que l’action continue."))
    deroulement = TexteField(
        label=gettext_lazy("Comment elle se déroule"),
        longueur=LONGUEUR_RECIT,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=gettext_lazy("Facultatif. Une ligne vide sépare deux paragraphes."),
    )
    citation = TexteField(
        label=gettext_lazy("Ce que dit une personne"), longueur=600, widget=forms.Textarea(attrs={"rows": 3})
    )
    auteur = forms.CharField(
        label=gettext_lazy("Qui parle"),
        max_length=100,
        required=False,
        help_text=gettext_lazy("Un prénom et une qualité : « Aïcha, marraine ». Jamais de nom de famille."),
    )
    accord = forms.BooleanField(label=gettext_lazy("Cette personne est d’accord pour être citée"), required=False)
    contact_nom = forms.CharField(label=gettext_lazy("Nom du contact"), max_length=150, required=False)
    contact_courriel = CourrielField(
        label=gettext_lazy("Adresse électronique"),
        required=False,
        error_messages={"invalid": gettext_lazy("Cette adresse n’est pas complète : vérifiez-la, par exemple a@b.fr.")},
    )
    contact_telephone = TelephoneField(label=gettext_lazy("Téléphone"), required=False)

    def __init__(self, *args, departements: list[str], deroulement_ailleurs: bool = False, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["publics"].queryset = Public.objects.all()
        self.fields["departements"].choices = [(code, nom_departement(code)) for code in departements]
        if deroulement_ailleurs:  # laid out in the editor: typing here would flatten it
            del self.fields["deroulement"]
        self.essentiel = self.partie("version", "titre", "but")
        self.situation = self.partie("departements", "lieu", cote_a_cote("debut", "fin"))
        self.pour_qui = self.partie("publics")
        self.recit = None if deroulement_ailleurs else self.partie("deroulement")
        self.temoignage = self.partie("citation", "auteur", "accord")
        self.contact = self.partie(cote_a_cote(*_CONTACT))

    def clean_titre(self) -> str:
        titre = self.cleaned_data["titre"]
        if not any(signe.isalnum() for signe in titre):
            raise forms.ValidationError(_("Le titre ne contient ni lettre ni chiffre : écrivez quelques mots."))
        return titre

    def clean(self) -> dict[str, Any]:
        lu = super().clean()
        if lu.get("debut") and lu.get("fin") and lu["fin"] < lu["debut"]:
            self.add_error("fin", _("La fin de l’action précède son début : corrigez l’une des deux dates."))
        if lu.get("citation"):
            if not lu.get("auteur"):
                self.add_error("auteur", _("Dites qui parle : un prénom et une qualité."))
            if not lu.get("accord"):
                self.add_error(
                    "accord", _("Un témoignage paraît avec l’accord de qui parle : cochez la case ou retirez-le.")
                )
        elif lu.get("auteur") and "citation" not in self.errors:
            self.add_error("citation", _("Écrivez ce que dit cette personne, ou videz aussi « Qui parle »."))
        return lu

    def saisie(self, *, chiffres: list[ChiffreSaisi], photos: list[PhotoSaisie]) -> ActionSaisie:
        """The action of a valid form."""
        lu = self.cleaned_data
        champs = ("titre", "but", "debut", "fin", "departements", "lieu", *_CONTACT)
        return ActionSaisie(
            **{nom: lu[nom] for nom in champs},
            publics=list(lu["publics"]),
            deroulement=lu.get("deroulement"),
            temoignage=TemoignageSaisi(citation=lu["citation"], auteur=lu["auteur"], accord=lu["accord"])
            if lu["citation"]
            else None,
            chiffres=chiffres,
            photos=photos,
        )


class SaisieAction:
    """The short form of an action as a whole: its main form, its figures and its pictures."""

    def __init__(
        self,
        structure: Structure,
        fiche: FichePage | None,
        action: ActionPage | None,
        *,
        jour: date,
        donnees: Any = None,
        fichiers: Any = None,
    ):
        """`action`: its latest draft, None for a new one; `donnees`, `fichiers`: what was posted."""
        photos = list(action.photos.all()) if action else []
        self.action = action
        deroulement = en_texte(action.deroulement) if action else ""
        self.formulaire = ActionForm(
            donnees,
            departements=_departements(structure, action),
            deroulement_ailleurs=deroulement is None,
            initial=_debut_action(action, deroulement) if action else _debut(structure, fiche),
        )
        self.chiffres = ChiffresFormSet(donnees, prefix="chiffre", initial=_debut_chiffres(action, jour))
        self.photos = PhotosFormSet(
            donnees,
            fichiers,
            prefix="photo",
            initial=_debut_photos(photos),
            form_kwargs={"jour": jour, "connues": {photo.image_id: photo for photo in photos}},
        )

    @property
    def parties(self) -> tuple:
        """The forms, in the order of the screen."""
        return self.formulaire, self.chiffres, self.photos

    @property
    def valeurs(self) -> ActionSaisie:
        """The action of valid forms."""
        return self.formulaire.saisie(chiffres=self.chiffres.saisis, photos=self.photos.saisies)

    def reprendre(self, version: int) -> None:
        """Go on from this version of the page, with everything typed kept."""
        donnees = self.formulaire.data.copy()
        donnees["version"] = str(version)
        self.formulaire.data = donnees


def _departements(structure: Structure, action: ActionPage | None) -> list[str]:
    """Those where the structure acts, and those that the action already names; the region's when none is known."""
    siens = [implantation.departement for implantation in structure.implantations.all()]
    dits = [ligne.departement for ligne in action.departements.all()] if action else []
    return sorted({*siens, *dits}) or departements_de_la_region(settings.PORTAIL_REGION)


def _debut(structure: Structure, fiche: FichePage | None) -> dict[str, Any]:
    """A new action: the contact of the sheet, the département when there is a single one."""
    siens = [implantation.departement for implantation in structure.implantations.all()]
    contact = {nom: getattr(fiche, nom) for nom in _CONTACT} if fiche else {}
    return contact | {"departements": siens if len(siens) == 1 else []}


def _debut_action(action: ActionPage, deroulement: str | None) -> dict[str, Any]:
    temoignage = next(iter(action.temoignages.all()), None)
    champs = ("but", "lieu", "debut", "fin", *_CONTACT)
    return {nom: getattr(action, nom) for nom in champs} | {
        "version": action.latest_revision_id or 0,
        "titre": action.title,
        "deroulement": deroulement,
        "publics": list(action.publics.all()),
        "departements": [ligne.departement for ligne in action.departements.all()],
        "citation": temoignage.citation if temoignage else "",
        "auteur": temoignage.auteur if temoignage else "",
        "accord": temoignage.accord if temoignage else False,
    }


def _debut_chiffres(action: ActionPage | None, jour: date) -> list[dict[str, Any]]:
    connus = [
        {"valeur": chiffre.valeur, "unite": chiffre.unite, "libelle": chiffre.libelle, "annee": chiffre.annee}
        for chiffre in (action.chiffres.all() if action else [])
    ]
    return connus + [{"annee": jour.year}] * (LIGNES - len(connus))


def _debut_photos(photos: list) -> list[dict[str, Any]]:
    connues = [
        {
            "image": photo.image_id,
            "alternative": photo.alternative,
            "auteur": photo.auteur,
            "personnes": photo.personnes,
            "consentement_jusqu_au": photo.consentement_jusqu_au,
        }
        for photo in photos
    ]
    return connues + [{"personnes": True}] * (LIGNES - len(connues))
