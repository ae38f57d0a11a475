"""Numbers in forms: read the French way whatever the language of the screen, refused with what to write instead."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from ..entrees.nombres import CHIFFRES_MAXIMUM, NombreIllisible, ecrire_saisie, lire_nombre
from .champs import citer

EUROS = ("€", "euros", "euro", "EUR")
ANNEES_MAXIMUM = 9999  # up to four digits, no thousands are set apart: 2026 is a year


class NombreField(forms.Field):
    """A number written the French way, cleaned as a Decimal; empty gives None.

    Negative numbers need a lower `minimum`, or None for none. What is refused can be said in the words of the screen:
    `error_messages` of these codes: illisible, trop_petit, trop_grand…, or "invalid" for whatever is not a number.
    """

    widget = forms.TextInput

    def __init__(
        self,
        *,
        decimales: int = 0,
        minimum: Decimal | int | None = Decimal(0),
        maximum: Decimal | int | None = None,
        unites: tuple[str, ...] = (),
        **options: Any,
    ):
        self.decimales = decimales
        self.minimum = minimum
        self.maximum = maximum
        self.unites = unites
        options.setdefault("required", False)
        super().__init__(**options)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, str]:
        return {"inputmode": "decimal" if self.decimales else "numeric", "autocomplete": "off"}

    def prepare_value(self, value: Any) -> Any:
        """A number as people write it; a text that was typed comes back as it was."""
        if isinstance(value, float):
            value = Decimal(repr(value))
        if isinstance(value, Decimal | int) and not isinstance(value, bool):
            if self.maximum is not None and self.maximum <= ANNEES_MAXIMUM and value == int(value):
                return str(int(value))
            return ecrire_saisie(Decimal(value), centimes="€" in self.unites)
        return value

    def to_python(self, value: Any) -> Any:
        if value is None or isinstance(value, Decimal):
            return value
        texte = str(value)
        try:
            nombre = lire_nombre(texte, decimales=self.decimales, unites=self.unites)
        except NombreIllisible as erreur:
            raise self._refus(erreur.raison, texte) from None
        if nombre is not None and self.minimum is not None and nombre < self.minimum:
            raise self._refus("trop_petit", texte)
        if nombre is not None and self.maximum is not None and nombre > self.maximum:
            raise self._refus("depasse", texte)
        return nombre

    def _refus(self, raison: str, texte: str) -> ValidationError:
        usuel = "" if raison in ("trop_petit", "depasse") else "invalid"
        dit = self.error_messages.get(raison) or self.error_messages.get(usuel)
        return ValidationError(dit or self._message(raison, citer(texte)), code=raison)

    def _message(self, raison: str, lu: str) -> str:
        exemple = {
            "lu": lu,
            "attendu": self._attendu(),
            "chiffres": CHIFFRES_MAXIMUM,
            "decimales": self.decimales,
            "minimum": "" if self.minimum is None else self.prepare_value(self.minimum),
            "maximum": "" if self.maximum is None else self.prepare_value(self.maximum),
        }
        if raison == "plusieurs":
            return _("« %(lu)s » contient peut-être plusieurs nombres : écrivez %(attendu)s.") % exemple
        if raison == "ambigu":
            return _("« %(lu)s » peut se lire de deux façons : écrivez les milliers sans point ni virgule.") % exemple
        if raison == "decimales" and not self.decimales:
            return _("« %(lu)s » n’est pas un nombre entier : écrivez %(attendu)s, sans décimale.") % exemple
        if raison == "decimales":
            return _("« %(lu)s » a trop de décimales : gardez-en %(decimales)s au plus.") % exemple
        if raison == "trop_grand":
            return (
                _("« %(lu)s » est trop grand : %(chiffres)s chiffres au plus. Vérifiez ce qui a été collé.") % exemple
            )
        if raison == "depasse":
            return _("« %(lu)s » est trop grand : écrivez un nombre jusqu’à %(maximum)s.") % exemple
        if raison == "trop_petit" and self.minimum == 0:
            return _("« %(lu)s » est négatif : écrivez un nombre positif, ou 0.") % exemple
        if raison == "trop_petit":
            return _("« %(lu)s » est trop petit : écrivez un nombre à partir de %(minimum)s.") % exemple
        return (
            _("« %(lu)s » n’est pas un nombre : écrivez %(attendu)s, ou laissez vide si vous ne savez pas.") % exemple
        )

    def _attendu(self) -> str:
        if "€" in self.unites:
            return _("un montant en euros, par exemple 1 234,50")
        if "%" in self.unites:
            return _("un pourcentage, par exemple 12,5")
        if self.decimales:
            return _("un nombre, par exemple 5,5")
        if self.minimum is not None and self.minimum >= 1000:
            return _("une année, par exemple 2026")
        return _("un nombre entier, par exemple 12")


class EntierField(NombreField):
    """A whole number, cleaned as an int."""

    def to_python(self, value: Any) -> int | None:
        nombre = super().to_python(value)
        return None if nombre is None else int(nombre)


class DegresField(NombreField):
    """A latitude or a longitude, cleaned as a float."""

    def __init__(self, *, limite: int = 180, **options: Any):
        super().__init__(decimales=20, minimum=-limite, maximum=limite, **options)

    def prepare_value(self, value: Any) -> Any:
        return ecrire_saisie(Decimal(repr(value))) if isinstance(value, float) else value

    def to_python(self, value: Any) -> float | None:
        nombre = super().to_python(value)
        return None if nombre is None else float(nombre)
