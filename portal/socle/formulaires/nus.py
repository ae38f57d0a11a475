"""Forms whose screen writes the form tag and the buttons; refusals listed at its top, with the way to each."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Div, Layout
from django import forms
from django.forms import BaseFormSet, BoundField
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from ..parametres import lire_identifiant
from .champs import citer


@dataclass(frozen=True, kw_only=True)
class Erreur:
    """A refusal, for the summary at the top: where it is, what it is about, what to do."""

    id: str
    libelle: str
    message: str


class LignesField(forms.ModelMultipleChoiceField):
    """Rows ticked in a list; a number that no database knows is refused like any other."""

    def clean(self, value: Any) -> Any:
        for lu in value or ():
            if lire_identifiant(str(lu)) is None:
                raise forms.ValidationError(
                    self.error_messages["invalid_pk_value"], code="invalid_pk_value", params={"pk": citer(str(lu))}
                )
        return super().clean(value)


class FormulaireNu(forms.Form):
    """Its fields alone; errors are sentences, French first."""

    prefixe_libelle = ""  # said before the label of a field in the summary of errors

    def __init__(self, *args, **kwargs):
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)

    @cached_property
    def helper(self) -> FormHelper:
        """All the fields, in their order, those that a subclass adds included."""
        return self.partie(*self.fields)

    def partie(self, *champs: Any) -> FormHelper:
        """A crispy helper that renders these fields alone."""
        helper = FormHelper()
        helper.form_tag = False
        helper.disable_csrf = True
        helper.layout = Layout(*champs)
        return helper

    @property
    def erreurs(self) -> list[Erreur]:
        """What is refused, in the order of the fields, then what concerns the whole form."""
        return [
            Erreur(id=_ancre(self[nom]), libelle=f"{self.prefixe_libelle}{self[nom].label}", message=str(message))
            for nom in self.fields
            for message in self.errors.get(nom, ())
        ] + [
            Erreur(
                id=_ancre(self[next(iter(self.fields))]), libelle=self.prefixe_libelle.strip(" –"), message=str(message)
            )
            for message in self.non_field_errors()
        ]


def _ancre(champ: BoundField) -> str:
    """Where a link to the field leads: checkboxes have no id of their own, their first one does."""
    return champ.id_for_label or f"{champ.auto_id}_0"


def cote_a_cote(*champs: Any) -> Div:
    """Fields on one line where there is room."""
    return Div(*champs, css_class="champs")


def erreurs_de(*formulaires: FormulaireNu | BaseFormSet) -> list[Erreur]:
    """The refusals of several forms, in the order of the screen."""
    return [
        erreur
        for formulaire in formulaires
        for unique in (formulaire.forms if isinstance(formulaire, BaseFormSet) else [formulaire])
        for erreur in unique.erreurs
    ]


def sont_valides(*formulaires: FormulaireNu | BaseFormSet) -> bool:
    """All of them, each asked: no refusal hides another."""
    reponses = [formulaire.is_valid() for formulaire in formulaires]
    return all(reponses)


def requis(message: str) -> dict[str, str]:
    """The refusal of an empty answer."""
    return {"required": message}


def donne(valeurs: Iterable[Any]) -> bool:
    """Whether something was typed in at least one of these fields."""
    return any(valeur not in (None, "", [], False) for valeur in valeurs)


def compte_des_erreurs(nombre: int) -> str:
    """The title of the summary."""
    if nombre == 1:
        return _("Un point est à reprendre, rien n’est encore enregistré")
    return _("%(nombre)s points sont à reprendre, rien n’est encore enregistré") % {"nombre": nombre}
