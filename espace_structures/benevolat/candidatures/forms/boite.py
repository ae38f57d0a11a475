"""Forms of the inbox: what a step for several candidatures asks, labels, ready-made messages."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from espace_structures.comptes.models import Compte
from portal.socle.formulaires.nus import FormulaireNu, requis

from ...enums import MotifRefus
from ...metier.refus import BenevolatRefuse
from ...models import Etiquette, ModeleMessage
from ..metier.etiquettes import LONGUEUR, lire_les_noms

AIDE_TEXTE = _("Vous pouvez écrire {prenom}, {structure} et {signature} : ils seront remplacés.")


class ConfierForm(FormulaireNu):
    """To whom; nobody in particular when left empty."""

    a = forms.ModelChoiceField(
        label=_("Confier à"),
        queryset=Compte.objects.none(),
        required=False,
        empty_label=_("Personne en particulier"),
        error_messages={"invalid_choice": _("Choisissez une personne de la liste.")},
    )

    def __init__(self, *args: Any, membres, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["a"].queryset = membres


class EtiqueterForm(FormulaireNu):
    """Names with commas between them."""

    noms = forms.CharField(
        label=_("Étiquettes à ajouter"),
        max_length=200,
        help_text=_("Séparées par des virgules. Celles qui n’existent pas encore sont créées."),
        error_messages=requis(_("Écrivez au moins une étiquette.")),
    )

    def __init__(self, *args: Any, connues=(), **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.connues = list(connues)

    def clean_noms(self) -> list[str]:
        try:
            return lire_les_noms(self.cleaned_data["noms"])
        except BenevolatRefuse as refus:
            raise forms.ValidationError(str(refus)) from refus


class EcrireForm(FormulaireNu):
    """The same words for all."""

    texte = forms.CharField(
        label=_("Message"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 9}),
        help_text=AIDE_TEXTE,
        error_messages=requis(_("Écrivez votre message avant de l’envoyer.")),
    )


class RefuserForm(FormulaireNu):
    """The reason, which each person reads in courteous words."""

    motif = forms.ChoiceField(
        label=_("Raison du refus"),
        choices=MotifRefus,
        widget=forms.RadioSelect,
        error_messages=requis(_("Choisissez la raison du refus : la personne a droit à une explication.")),
    )
    precision = forms.CharField(
        label=_("Un mot de plus (facultatif)"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Chaque personne le lira tel quel : n’écrivez rien qui ne vaille pour toutes."),
    )


class SansReponseForm(FormulaireNu):
    """Steps that ask nothing more."""


class EtiquetteForm(FormulaireNu):
    """Another name for a label."""

    nom = forms.CharField(
        label=_("Nom de l’étiquette"),
        max_length=LONGUEUR,
        error_messages=requis(_("Donnez un nom à l’étiquette.")),
    )

    def __init__(self, *args: Any, etiquette: Etiquette, **kwargs: Any):
        kwargs.setdefault("initial", {"nom": etiquette.nom})
        super().__init__(*args, **kwargs)


class ModeleForm(FormulaireNu):
    """A ready-made message of the structure."""

    titre = forms.CharField(
        label=_("Titre"), max_length=100, error_messages=requis(_("Donnez un titre : vous le retrouverez par lui."))
    )
    texte = forms.CharField(
        label=_("Texte"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 10}),
        help_text=AIDE_TEXTE,
        error_messages=requis(_("Écrivez le message.")),
    )

    def __init__(self, *args: Any, modele: ModeleMessage | None = None, **kwargs: Any):
        if modele is not None:
            kwargs.setdefault("initial", {"titre": modele.titre, "texte": modele.texte})
        super().__init__(*args, **kwargs)
