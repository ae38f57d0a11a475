"""The back office reads as the entry screens do: every field of a model, and every block, gets one of our fields.

Django's own number and date fields would follow the language of whoever types, and the inputs of browsers drop what
they do not know from an amount that is pasted, without a word: « 15 250,50 » became a million and a half. Wagtail asks
its registry which form field a model field has: what is said here holds for every panel, present and to come.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.backends.base.operations import BaseDatabaseOperations
from wagtail import blocks
from wagtail.admin.forms.models import register_form_field_override
from wagtail.admin.rich_text import DraftailRichTextArea
from wagtail.admin.widgets import AdminDateInput, AdminDateTimeInput

from ..entrees.identifiants import valider_rna, valider_siret, valider_telephone
from ..entrees.textes import nettoyer_html
from .coordonnees import CourrielField, RnaField, SiretField, TelephoneField
from .jours import DateField, HeureField, InstantField
from .nombres import EUROS, DegresField, EntierField, NombreField

_PAR_VALIDATEUR = {valider_telephone: TelephoneField, valider_siret: SiretField, valider_rna: RnaField}


class CalendrierInput(AdminDateInput):
    """Wagtail's day picker, which leaves what is typed as it is: it would put today in its place."""

    def get_config(self) -> dict[str, Any]:
        return super().get_config() | {"validateOnBlur": False}


class CalendrierEtHeureInput(AdminDateTimeInput):
    """The same with the hour."""

    def get_config(self) -> dict[str, Any]:
        return super().get_config() | {"validateOnBlur": False}


class TexteRicheInput(DraftailRichTextArea):
    """Wagtail's rich text, cleaned between its tags once it is HTML (see `portal.socle.entrees.requetes`)."""

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        html = super().value_from_datadict(data, files, name)
        return html and nettoyer_html(html)


class NombreDeModele(NombreField):
    """A decimal number of a model; two decimals are cents."""

    def __init__(self, *, max_digits: int | None = None, decimal_places: int | None = None, **options: Any):
        decimales = 2 if decimal_places is None else decimal_places
        super().__init__(decimales=decimales, unites=EUROS if decimales == 2 else (), **options)


class EntierDeModele(EntierField):
    """A whole number of a model, in the range that it tells."""

    def __init__(self, *, min_value: int | None = None, max_value: int | None = None, **options: Any):
        super().__init__(**{"minimum": min_value, "maximum": max_value} | options)


def _bornes(champ: models.Field) -> dict[str, Decimal | int | None]:
    """The lowest and the highest number that a field of a model accepts: as its own validators say, and as its column
    holds on PostgreSQL, whose range is the narrower one."""
    bas = [v.limit_value for v in champ.validators if isinstance(v, MinValueValidator)]
    haut = [v.limit_value for v in champ.validators if isinstance(v, MaxValueValidator)]
    if isinstance(champ, models.IntegerField):
        moindre, plus_grand = BaseDatabaseOperations.integer_field_ranges[champ.get_internal_type()]
        bas.append(moindre)
        haut.append(plus_grand)
    return {"minimum": max(bas, default=None), "maximum": min(haut, default=None)}


def _texte(champ: models.Field) -> dict[str, Any]:
    """A telephone or an identifier is known by its validator."""
    for validateur, classe in _PAR_VALIDATEUR.items():
        if validateur in champ.validators:
            return {"form_class": classe}
    return {}


class EntierBlock(blocks.IntegerBlock):
    """A whole number in a StreamField."""

    def __init__(self, *, min_value: int = 0, max_value: int | None = None, **options: Any):
        super().__init__(min_value=min_value, max_value=max_value, **options)
        django: forms.Field = self.field
        self.field: forms.Field = EntierField(
            required=django.required, help_text=django.help_text, minimum=min_value, maximum=max_value
        )


class NombreBlock(blocks.DecimalBlock):
    """A number in a StreamField, negative or not, with its decimals."""

    def __init__(self, *, decimales: int = 4, **options: Any):
        super().__init__(**options)
        django: forms.Field = self.field
        self.field: forms.Field = NombreField(
            required=django.required, help_text=django.help_text, decimales=decimales, minimum=None
        )


def brancher() -> None:
    """Called once, when the applications are ready and no form is made yet."""
    register_form_field_override(models.DecimalField, override=lambda c: {"form_class": NombreDeModele} | _bornes(c))
    register_form_field_override(models.IntegerField, override=lambda c: {"form_class": EntierDeModele} | _bornes(c))
    register_form_field_override(models.FloatField, override={"form_class": DegresField})
    register_form_field_override(models.EmailField, override={"form_class": CourrielField})
    register_form_field_override(models.CharField, override=_texte)
    register_form_field_override(models.DateField, override={"form_class": DateField, "widget": CalendrierInput})
    register_form_field_override(models.TimeField, override={"form_class": HeureField})
    register_form_field_override(
        models.DateTimeField, override={"form_class": InstantField, "widget": CalendrierEtHeureInput}
    )
