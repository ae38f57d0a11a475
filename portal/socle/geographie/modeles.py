"""Model fields that hold an official geographic code."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from .communes import Commune, commune
from .departements import CHOIX_DEPARTEMENTS
from .formulaire import CommuneChamp


class DepartementField(models.CharField):
    """A département, stored as its official code."""

    def __init__(self, *args, **kwargs):
        kwargs.setdefault("verbose_name", _("département"))
        kwargs["max_length"] = 3
        kwargs["choices"] = CHOIX_DEPARTEMENTS
        super().__init__(*args, **kwargs)

    def deconstruct(self):
        nom, _chemin, args, kwargs = super().deconstruct()
        # The list of choices stays out of migrations.
        kwargs.pop("choices", None)
        kwargs.pop("max_length", None)
        return nom, "portal.socle.geographie.DepartementField", args, kwargs


class CommuneField(models.CharField):
    """A commune or an arrondissement municipal, stored as its official code; a `Commune` may be assigned.

    `portal.socle.geographie.communes.commune(code)` gives its name, postcodes and position back.
    """

    def __init__(self, *args, **kwargs):
        kwargs.setdefault("verbose_name", _("commune"))
        kwargs["max_length"] = 5
        super().__init__(*args, **kwargs)

    def deconstruct(self):
        nom, _chemin, args, kwargs = super().deconstruct()
        kwargs.pop("max_length", None)
        return nom, "portal.socle.geographie.CommuneField", args, kwargs

    def to_python(self, value: Any) -> Any:
        if isinstance(value, Commune):
            return value.code
        if value is None and not self.null:
            return ""
        return super().to_python(value)

    def get_prep_value(self, value: Any) -> Any:
        return super().get_prep_value(self.to_python(value))

    def validate(self, value: Any, model_instance: models.Model | None) -> None:
        super().validate(value, model_instance)
        if value and commune(value) is None:
            raise ValidationError(
                gettext("Le code « %(code)s » n’est celui d’aucune commune : choisissez une commune de la liste.")
                % {"code": value},
                code="commune_inconnue",
            )

    def save_form_data(self, instance: models.Model, data: Any) -> None:
        """What a form cleaned to a `Commune` becomes its code at once."""
        super().save_form_data(instance, self.to_python(data))

    def formfield(self, **kwargs: Any) -> Any:
        options: dict[str, Any] = {
            "required": not self.blank,
            "label": self.verbose_name[:1].upper() + self.verbose_name[1:],
            "help_text": self.help_text,
        }
        options |= {nom: valeur for nom, valeur in kwargs.items() if nom not in ("form_class", "choices_form_class")}
        return CommuneChamp(**options)
