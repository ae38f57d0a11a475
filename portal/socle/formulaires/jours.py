"""Days and moments in forms: one reader, whatever the widget and the language of the screen."""

from __future__ import annotations

import re
from datetime import date, datetime, time
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.utils import from_current_timezone

from ..entrees.dates import DateIllisible, lire_date, lire_heure, lire_instant
from .champs import citer


class JourInput(forms.DateInput):
    """The browser's day picker; what is not a day is shown as a text, so that it is not lost."""

    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None, format: str = "%Y-%m-%d"):
        super().__init__(attrs, format)

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        contexte = super().get_context(name, value, attrs)
        lu = contexte["widget"]["value"]
        if lu and not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", lu):
            contexte["widget"]["type"] = "text"
        return contexte


class DateField(forms.DateField):
    """A day, cleaned as a date. A refusal can be said in the words of the screen: error_messages["invalid"]."""

    widget = JourInput

    def __init__(self, *, error_messages: dict[str, Any] | None = None, **options: Any):
        self._dit = (error_messages or {}).get("invalid")
        options.setdefault("required", False)
        super().__init__(error_messages=error_messages, **options)

    def to_python(self, value: Any) -> date | None:
        if not isinstance(value, str):
            return super().to_python(value)
        try:
            return lire_date(value)
        except DateIllisible as erreur:
            raise ValidationError(self._dit or erreur.phrase(citer(value)), code="date") from None


class JourField(DateField):
    """A day, cleaned as AAAA-MM-JJ: what an answer of a bilan stores."""

    def clean(self, value: Any) -> str | None:
        jour = super().clean(value)
        return jour.isoformat() if jour else None


class InstantField(forms.DateTimeField):
    """A day and an hour, in the time of the portal."""

    def to_python(self, value: Any) -> datetime | None:
        if not isinstance(value, str):
            return super().to_python(value)
        try:
            lu = lire_instant(value)
        except DateIllisible as erreur:
            raise ValidationError(erreur.phrase(citer(value)), code="date") from None
        return lu and from_current_timezone(lu)


class HeureField(forms.TimeField):
    """An hour of the day: a text, for the browser's own input drops « 14h30 » when it is pasted."""

    widget = forms.TimeInput(format="%H:%M")

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {"autocomplete": "off", "placeholder": "14:30", **super().widget_attrs(widget)}

    def to_python(self, value: Any) -> time | None:
        if not isinstance(value, str):
            return super().to_python(value)
        try:
            return lire_heure(value)
        except DateIllisible as erreur:
            raise ValidationError(erreur.phrase(citer(value)), code="heure") from None
