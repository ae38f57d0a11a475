"""The pictures of an action: a file, what it shows, who took it, and until when the people shown accept to appear."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.socle.fichiers.images import assainir
from portal.socle.formulaires import DateField
from portal.socle.formulaires.nus import FormulaireNu, cote_a_cote, donne
from portal.socle.parametres import lire_identifiant

from ..metier.saisies import PhotoSaisie

if TYPE_CHECKING:
    from ..models import PhotoAction

FORMATS = "image/jpeg,image/png,image/webp,image/heic,image/heif,.heic"


class PhotoForm(FormulaireNu):
    """One picture; left empty, it counts for nothing. `image`: the one that the action already has at this place.

    `connues`: the pictures of the action, by primary key of their image: no other may be named.
    """

    image = forms.IntegerField(required=False, widget=forms.HiddenInput, localize=False)
    fichier = forms.FileField(
        label=gettext_lazy("Fichier"),
        required=False,
        widget=forms.FileInput(attrs={"accept": FORMATS}),
        help_text=gettext_lazy("JPEG, PNG, WebP ou HEIC. La position enregistrée par le téléphone est retirée."),
        error_messages={
            "empty": gettext_lazy("Ce fichier est vide : choisissez-en un autre."),
            "invalid": gettext_lazy("Le fichier n’est pas arrivé entier : choisissez-le à nouveau."),
        },
    )
    alternative = forms.CharField(
        label=gettext_lazy("Ce que la photo montre"),
        max_length=250,
        required=False,
        help_text=gettext_lazy("Pour qui ne la voit pas : « Deux personnes relisent un CV à une table »."),
    )
    auteur = forms.CharField(label=gettext_lazy("Auteur ou autrice de la photo"), max_length=150, required=False)
    personnes = forms.BooleanField(label=gettext_lazy("On reconnaît des personnes"), required=False)
    consentement_jusqu_au = DateField(
        label=gettext_lazy("Leur accord vaut jusqu’au"),
        help_text=gettext_lazy(
            "Vous avez leur accord écrit, celui des parents pour un enfant. À cette date, la photo quitte le site."
        ),
    )
    retirer = forms.BooleanField(label=gettext_lazy("Retirer cette photo"), required=False)

    def __init__(self, *args, jour: date, connues: Mapping[int, PhotoAction], rang: int = 1, **kwargs):
        super().__init__(*args, **kwargs)
        self.jour, self.connues, self.rang = jour, connues, rang
        self.prefixe_libelle = _("Photo %(rang)s – ") % {"rang": rang}
        self.fields["consentement_jusqu_au"].widget.attrs["min"] = jour.isoformat()
        if not self.existe:
            del self.fields["retirer"]
        self.helper = self.partie(
            "image",
            "fichier",
            "alternative",
            "auteur",
            cote_a_cote("personnes", "consentement_jusqu_au"),
            *(["retirer"] if self.existe else []),
        )

    @property
    def existe(self) -> bool:
        """The action already has a picture at this place."""
        return bool(self["image"].value())

    @property
    def photo(self) -> PhotoAction | None:
        """That picture, when it is one of the action's."""
        return self.connues.get(lire_identifiant(str(self["image"].value() or "")) or 0)

    def clean_image(self) -> int | None:
        image = self.cleaned_data["image"]
        if image is not None and image not in self.connues:
            raise forms.ValidationError(_("Cette photo n’est plus dans l’action : rechargez la page."))
        return image

    def clean_fichier(self) -> Any:
        fichier = self.cleaned_data["fichier"]
        return assainir(fichier) if fichier else None

    def clean(self) -> dict[str, Any]:
        lu = super().clean()
        if not self.est_remplie:
            return lu
        if not lu.get("fichier") and not lu.get("image") and "fichier" not in self.errors:
            self.add_error("fichier", _("Choisissez le fichier de la photo, ou videz ces lignes."))
        if not lu.get("alternative") and "alternative" not in self.errors:
            self.add_error("alternative", _("Dites en une phrase ce que la photo montre, pour qui ne la voit pas."))
        if not lu.get("auteur") and "auteur" not in self.errors:
            self.add_error("auteur", _("Dites qui a pris la photo : vous, une personne de l’équipe…"))
        self._verifier_l_accord(lu)
        return lu

    def _verifier_l_accord(self, lu: dict[str, Any]) -> None:
        if "consentement_jusqu_au" in self.errors:
            return
        fin = lu.get("consentement_jusqu_au")
        if lu.get("personnes") and fin is None:
            self.add_error(
                "consentement_jusqu_au",
                _("On reconnaît des personnes : dites jusqu’à quand elles acceptent de paraître."),
            )
        elif fin is not None and fin <= self.jour:
            self.add_error(
                "consentement_jusqu_au", _("Cette date est passée : la photo ne paraîtrait pas. Donnez-en une à venir.")
            )

    @property
    def replie(self) -> bool:
        """Folded on the screen: a line more than the first, where nothing is typed yet."""
        return self.rang > 1 and not self.est_remplie

    @property
    def est_remplie(self) -> bool:
        """There is a picture to keep, or something was typed about one."""
        if "retirer" in self.fields and self["retirer"].value():
            return False
        envoye = self.files.get(self.add_prefix("fichier"))
        return bool(envoye) or donne(self[nom].value() for nom in ("image", "alternative", "auteur"))

    @property
    def saisie(self) -> PhotoSaisie | None:
        """The picture of a valid form; None when it is empty or taken away."""
        if not self.est_remplie:
            return None
        lu = self.cleaned_data
        champs = ("image", "fichier", "alternative", "auteur", "personnes", "consentement_jusqu_au")
        return PhotoSaisie(**{nom: lu[nom] for nom in champs})


class _Photos(forms.BaseFormSet):
    def get_form_kwargs(self, index: int | None) -> dict[str, Any]:
        return super().get_form_kwargs(index) | {"rang": (index or 0) + 1}

    @property
    def saisies(self) -> list[PhotoSaisie]:
        return [saisie for formulaire in self.forms if (saisie := formulaire.saisie)]

    @property
    def a_rechoisir(self) -> bool:
        """A file was sent with a form that is refused: the browser does not send it again by itself."""
        return bool(self.files) and any(formulaire.files.get(formulaire.add_prefix("fichier")) for formulaire in self)


PhotosFormSet = forms.formset_factory(PhotoForm, formset=_Photos, extra=0, max_num=20, absolute_max=20)
