"""A single question as a crispy-forms layout object: an input with all that explains it, or a computed number."""

from __future__ import annotations

from typing import Any

from crispy_forms.layout import LayoutObject
from django.template.loader import render_to_string

from .elements import AUCUN_ENTOURAGE, Entourage, Question


class QuestionLayout(LayoutObject):
    """A single question: label, input, unit, help; or a computed number shown as <output>."""

    template = "formulaires/question.html"

    def __init__(self, question: Question, *, entourage: Entourage = AUCUN_ENTOURAGE, repere: str = ""):
        self.question, self.entourage, self.repere = question, entourage, repere
        self.fields = [question.nom] if question.nom else []

    def render(self, form: Any, context: Any, template_pack: str = "", **_options: Any) -> str:
        form.rendered_fields.update(self.fields)
        contexte: dict[str, Any] = {"question": self.question, "repere": self.repere}
        contexte["intitule_reperes"] = self.entourage.intitule_reperes
        if self.question.nom:
            champ = form[self.question.nom]
            aides = [f"{champ.auto_id}-aide"] if self.question.aide else []
            if self.question.longueur:
                aides.append(f"{champ.auto_id}-compteur")
            attrs = self.entourage.attributs(champ, aides)
            contexte["case"] = self.entourage.habiller(champ, champ.as_widget(attrs=attrs), self.question.libelle)
            contexte["longueur_actuelle"] = len(champ.value() or "") if self.question.longueur else None
        return render_to_string(self.template, contexte)
