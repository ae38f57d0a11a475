"""Addresses, telephones and identifiers in forms: any usual writing is read, one is kept."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ..entrees.courriels import domaine_probable, normaliser_courriel
from ..entrees.identifiants import (
    normaliser_rna,
    normaliser_siret,
    normaliser_telephone,
    siret_lisible,
    telephone_lisible,
    valider_rna,
    valider_siret,
    valider_telephone,
)

_MESSAGES = {
    "required": gettext_lazy("Indiquez une adresse électronique."),
    "invalid": gettext_lazy("Cette adresse n’est pas complète : écrivez-la sous la forme nom@exemple.fr."),
}


class Adresse(str):
    """An e-mail address as typed; `gardee`: shown once already with the doubt about its domain, and sent again."""

    gardee = False


class CourrielInput(forms.EmailInput):
    """An e-mail address. A doubtful domain goes with a hidden field: sent again as it is, the address is kept."""

    def __init__(self, attrs: dict[str, Any] | None = None):
        super().__init__({"autocapitalize": "none", "spellcheck": "false", **(attrs or {})})

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        html = super().render(name, value, attrs, renderer)
        if not isinstance(value, str) or not domaine_probable(normaliser_courriel(value)):
            return html
        return format_html('{}<input type="hidden" name="{}_gardee" value="{}">', html, name, value)

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        lue = super().value_from_datadict(data, files, name)
        if not isinstance(lue, str):
            return lue
        adresse = Adresse(lue)
        adresse.gardee = normaliser_courriel(data.get(f"{name}_gardee") or "") == normaliser_courriel(lue) != ""
        return adresse


class CourrielField(forms.EmailField):
    """An e-mail address, cleaned of what a copy brings. A domain that looks like a slip is told, never corrected."""

    widget = CourrielInput

    def __init__(self, **options: Any):
        options["error_messages"] = _MESSAGES | (options.get("error_messages") or {})
        options.setdefault("max_length", 254)
        options.setdefault("label", gettext_lazy("Adresse électronique"))
        super().__init__(**options)

    def to_python(self, value: Any) -> str:
        return normaliser_courriel(super().to_python(value) or "")

    def clean(self, value: Any) -> str:
        adresse: str = super().clean(value)
        domaine = domaine_probable(adresse)
        if domaine and not getattr(value, "gardee", False):
            raise ValidationError(
                _(
                    "« %(lu)s » ressemble à une faute de frappe : s’agit-il de « %(domaine)s » ? Corrigez l’adresse, "
                    "ou envoyez-la une seconde fois pour la garder telle quelle."
                ),
                code="domaine_probable",
                params={"lu": adresse.rpartition("@")[2], "domaine": domaine},
            )
        return adresse


class TelephoneField(forms.CharField):
    """A telephone number in any writing; kept in international form, shown as one reads it."""

    default_validators = [valider_telephone]

    def __init__(self, **options: Any):
        # The length is that of the international form, not of what is typed with its spaces and brackets.
        super().__init__(**{**options, "max_length": None})

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {"inputmode": "tel", **super().widget_attrs(widget)}

    def to_python(self, value: Any) -> str:
        lu = super().to_python(value) or ""
        return normaliser_telephone(lu) if lu else lu

    def prepare_value(self, value: Any) -> Any:
        return telephone_lisible(value) if value else value


class SiretField(forms.CharField):
    """A SIRET pasted with spaces, dots or dashes; shown again in its usual groups."""

    default_validators = [valider_siret]

    def __init__(self, **options: Any):
        super().__init__(**{**options, "max_length": None})

    def to_python(self, value: Any) -> str:
        return normaliser_siret(super().to_python(value) or "")

    def prepare_value(self, value: Any) -> Any:
        return siret_lisible(value) if isinstance(value, str) and value.isdigit() else value


class RnaField(forms.CharField):
    """The number of an association, in capitals and without spaces."""

    default_validators = [valider_rna]

    def __init__(self, **options: Any):
        super().__init__(**{**options, "max_length": None})

    def to_python(self, value: Any) -> str:
        return normaliser_rna(super().to_python(value) or "")
