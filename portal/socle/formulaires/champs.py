"""Form fields whose refusals quote what was read and say what to write instead."""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from ..entrees.nombres import CHIFFRES_MAXIMUM, NombreIllisible, ecrire_saisie, lire_nombre

LONGUEUR_CITEE = 40  # of what was typed, in a message


def citer(texte: str) -> str:
    """What was typed, on one line, cut short when it is long."""
    ligne = " ".join(texte.split())
    return ligne if len(ligne) <= LONGUEUR_CITEE else f"{ligne[:LONGUEUR_CITEE]}…"


class NombreField(forms.Field):
    """A number written the French way; empty gives None. Negative numbers need a lower `minimum`, or None for none."""

    widget = forms.TextInput

    def __init__(
        self, *, decimales: int = 0, minimum: Decimal | None = Decimal(0), unites: tuple[str, ...] = (), **options: Any
    ):
        self.decimales = decimales
        self.minimum = minimum
        self.unites = unites
        options.setdefault("required", False)
        super().__init__(**options)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, str]:
        return {"inputmode": "decimal" if self.decimales else "numeric", "autocomplete": "off"}

    def prepare_value(self, value: Any) -> Any:
        """A number as people write it; a text that was typed comes back as it was."""
        if isinstance(value, Decimal | int):
            return ecrire_saisie(Decimal(value), centimes="€" in self.unites)
        return value

    def to_python(self, value: Any) -> Decimal | None:
        if value is None or isinstance(value, Decimal):
            return value
        texte = str(value)
        try:
            nombre = lire_nombre(texte, decimales=self.decimales, unites=self.unites)
        except NombreIllisible as erreur:
            raise ValidationError(self._message(erreur.raison, citer(texte)), code=erreur.raison) from None
        if nombre is not None and self.minimum is not None and nombre < self.minimum:
            raise ValidationError(self._message("trop_petit", citer(texte)), code="trop_petit")
        return nombre

    def _message(self, raison: str, lu: str) -> str:
        exemple = {"lu": lu, "attendu": self._attendu(), "chiffres": CHIFFRES_MAXIMUM, "decimales": self.decimales}
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
        if raison == "trop_petit" and self.minimum == 0:
            return _("« %(lu)s » est négatif : écrivez un nombre positif, ou 0.") % exemple
        if raison == "trop_petit":
            return _("« %(lu)s » est trop petit : vérifiez le signe et le nombre.") % exemple
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
        return _("un nombre entier, par exemple 12")


class TexteField(forms.CharField):
    """A text of bounded length. The limit never cuts what is typed: it refuses, and says by how much."""

    widget = forms.Textarea

    def __init__(self, *, longueur: int, **options: Any):
        self.longueur = longueur
        options.setdefault("required", False)
        super().__init__(**options)

    def to_python(self, value: Any) -> str:
        texte = (super().to_python(value) or "").replace("\r\n", "\n").replace("\r", "\n")
        exces = len(texte) - self.longueur
        if exces > 0:
            raise ValidationError(
                _(
                    "Ce texte compte %(nombre)s caractères, %(longueur)s au plus : retirez-en %(exces)s. "
                    "Il n’a pas été coupé."
                )
                % {"nombre": len(texte), "longueur": self.longueur, "exces": exces},
                code="trop_long",
            )
        return texte


class ChoixField(forms.ChoiceField):
    """One answer of a closed list, or none."""

    def __init__(self, *, choix: Iterable[tuple[str, str]], **options: Any):
        options.setdefault("required", False)
        super().__init__(choices=[("", _("Sans réponse")), *choix], **options)

    def validate(self, value: Any) -> None:
        if value and not self.valid_value(value):
            raise ValidationError(
                _("« %(lu)s » n’est pas dans la liste : choisissez une des réponses proposées.") % {"lu": citer(value)},
                code="hors_liste",
            )


class JourInput(forms.DateInput):
    """The browser's day picker; what is not a day is shown as a text, so that it is not lost."""

    input_type = "date"

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        contexte = super().get_context(name, value, attrs)
        lu = contexte["widget"]["value"]
        if lu and not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", lu):
            contexte["widget"]["type"] = "text"
        return contexte


class JourField(forms.DateField):
    """A day, cleaned as AAAA-MM-JJ: what an answer stores. Reads what the browser sends and the French order."""

    def __init__(self, **options: Any):
        options.setdefault("required", False)
        options.setdefault("input_formats", ["%Y-%m-%d", "%d/%m/%Y", "%d.%m.%Y", "%d-%m-%Y"])
        options.setdefault("widget", JourInput(format="%Y-%m-%d"))
        super().__init__(**options)

    def clean(self, value: Any) -> str | None:
        try:
            jour = super().clean(value)
        except ValidationError:
            raise ValidationError(
                _("« %(lu)s » n’est pas une date : écrivez le jour, le mois et l’année, par exemple 30/06/2027.")
                % {"lu": citer(str(value))},
                code="date",
            ) from None
        return jour.isoformat() if jour else None
