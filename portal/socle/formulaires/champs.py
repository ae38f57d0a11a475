"""Form fields whose refusals quote what was read and say what to write instead."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from ..entrees.textes import nettoyer

LONGUEUR_CITEE = 40  # of what was typed, in a message


def citer(texte: str) -> str:
    """What was typed, on one line, cut short when it is long."""
    ligne = " ".join(texte.split())
    return ligne if len(ligne) <= LONGUEUR_CITEE else f"{ligne[:LONGUEUR_CITEE]}…"


class TexteField(forms.CharField):
    """A text of bounded length. The limit never cuts what is typed: it refuses, and says by how much."""

    widget = forms.Textarea

    def __init__(self, *, longueur: int, **options: Any):
        self.longueur = longueur
        options.setdefault("required", False)
        super().__init__(**options)

    def to_python(self, value: Any) -> str:
        texte = nettoyer(super().to_python(value) or "").replace("\r\n", "\n").replace("\r", "\n")
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
