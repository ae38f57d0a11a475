"""What is asked of a list, read from the address: an odd value asks for nothing rather than fail.

One base for every list that people filter, on django-filter, which Wagtail already uses for those of the back office.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar

import django_filters
from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.functional import cached_property

from .entrees.textes import nettoyer
from .parametres import CHIFFRES_MAXIMUM, lire_identifiant
from .recherche import LONGUEUR_MAX

ANNEES = range(1900, 2201)


class FormulaireDeFiltres(forms.Form):
    """The form of a list, shown as it was filled; `identifiants`: how its fields are named in the page."""

    identifiants = "%s"

    def __init__(self, *args: Any, **options: Any):
        super().__init__(*args, **{"auto_id": self.identifiants, "label_suffix": ""} | options)
        for nom, champ in self.fields.items():
            classe = _classe(champ.widget)
            champ.widget.attrs["class"] = f"{classe} is-invalid" if nom in self.errors else classe


def _classe(widget: forms.Widget) -> str:
    if isinstance(widget, forms.CheckboxInput):
        return "form-check-input"
    return "form-select" if isinstance(widget, forms.Select) else "form-control"


class Mots(forms.CharField):
    """Words to look for, cut where nobody reads any more."""

    def __init__(self, **options: Any):
        options.setdefault("widget", forms.TextInput(attrs={"type": "search", "maxlength": LONGUEUR_MAX}))
        super().__init__(**options)

    def to_python(self, value: Any) -> str:
        return nettoyer(super().to_python(value) or "")[:LONGUEUR_MAX].strip()


class Numero(forms.Field):
    """A primary key, chosen in a list whose choices the screen sets; a number of no row finds no row."""

    widget = forms.Select

    def to_python(self, value: Any) -> int | None:
        if value in self.empty_values:
            return None
        numero = lire_identifiant(str(value))
        if numero is None:
            raise ValidationError(f"{CHIFFRES_MAXIMUM}")
        return numero


class Annee(Numero):
    """A year that a date can hold."""

    def to_python(self, value: Any) -> int | None:
        annee = super().to_python(value)
        if annee is not None and annee not in ANNEES:
            raise ValidationError(f"{ANNEES}")
        return annee


class Case(forms.CheckboxInput):
    """A box whose only answer is yes."""

    def __init__(self, attrs: dict[str, Any] | None = None):
        super().__init__(attrs={"value": "1"} | (attrs or {}))

    def value_from_datadict(self, data: Any, files: Any, name: str) -> bool:
        return data.get(name) in ("1", "on")


class Critere(django_filters.Filter):
    """A criterion that the list applies itself, or together with others; `champ`: the class of its field."""

    def __init__(self, champ: type[forms.Field] = forms.CharField, **options: Any):
        self.field_class = champ
        super().__init__(**options)

    def filter(self, qs: QuerySet, value: Any) -> QuerySet:
        return qs


class Filtres(django_filters.FilterSet):
    """The question asked of a list: `lus` is what could be read, `qs` the rows that answer.

    `usuels`: what is meant where nothing, or nothing readable, is asked; the form then shows it.
    """

    usuels: ClassVar[dict[str, str]] = {}
    identifiants = FormulaireDeFiltres.identifiants

    class Meta:
        form = FormulaireDeFiltres

    def __init__(self, parametres: Any, queryset: QuerySet, **options: Any):
        super().__init__(parametres, queryset, **options)
        self.data = self._completer(parametres)

    def get_form_class(self) -> type[forms.Form]:
        classe = super().get_form_class()
        classe.identifiants = self.identifiants
        return classe

    def _completer(self, parametres: Any) -> Any:
        """The address with the usual values where it says nothing that can be read."""
        complets = parametres.copy()
        for nom, usuel in self.usuels.items():
            try:
                lu = self.filters[nom].field.clean(parametres.get(nom))
            except ValidationError:
                lu = None
            if lu in (None, ""):
                complets[nom] = usuel
        return complets

    def proposer(self, nom: str, choix: Iterable[tuple[Any, Any]], *, vide: Any = None) -> None:
        """What the screen offers for this criterion, after an empty choice if `vide` names it; before it is read."""
        offerts = [*([("", vide)] if vide is not None else []), *choix]
        champ = self.filters[nom].field
        if hasattr(champ, "choices"):
            champ.choices = offerts
        else:
            champ.widget.choices = offerts

    @cached_property
    def lus(self) -> dict[str, Any]:
        """What could be read, by name; empty values of those that ask for nothing."""
        self.form.is_valid()
        return {nom: self.form.cleaned_data.get(nom) or "" for nom in self.filters}

    @property
    def demandes(self) -> dict[str, str]:
        """What the address asks beyond the usual values, as it writes it."""
        return {
            nom: self.data[nom]
            for nom, valeur in self.lus.items()
            if valeur not in ("", None, False) and self.data[nom] != self.usuels.get(nom)
        }

    def __bool__(self) -> bool:
        """Whether something is asked that narrows the list."""
        return bool(self.demandes.keys() - self.usuels.keys())

    def adresse(self, **changements: str) -> str:
        """The query string of this question, some answers changed (empty: forgotten)."""
        voulus = QueryDict(mutable=True)
        voulus.update({nom: valeur for nom, valeur in (self.demandes | changements).items() if valeur})
        return voulus.urlencode()
