"""People and machines told apart without any third party: a field that nobody sees, and the time taken.

A browser may fill what nobody sees, and somebody may answer at once: a suspect sending is never dropped nor said to
have left. The page comes back with what was typed and one box to tick; ticked, the form goes through.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from crispy_forms.layout import Div
from django import forms
from django.core import signing
from django.utils.translation import gettext_lazy as _

SEL = "portail.formulaire"
HATE = timedelta(seconds=2)  # few people read and answer faster
VALIDITE = timedelta(hours=24)
OUVERT, CONFIRMER = "ouvert", "confirmer"  # what the signed field says: when shown, or that the box was shown


class SansMachine(forms.Form):
    """To mix in a form that anybody may send: lay out `leurre()` after the form's own fields."""

    # A name and a label that no browser knows how to fill.
    rien_ici = forms.CharField(
        label=_("Ne remplissez pas ce champ"),
        required=False,
        widget=forms.TextInput(attrs={"tabindex": "-1", "autocomplete": "off"}),
    )
    ouvert = forms.CharField(required=False, widget=forms.HiddenInput)
    confirme = forms.BooleanField(
        label=_("Je suis une personne, et j’envoie ce formulaire"),
        error_messages={
            "required": _(
                "Une vérification avant l’envoi : cochez « Je suis une personne », puis envoyez de nouveau. "
                "Ce que vous avez écrit est gardé."
            )
        },
    )

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.propres = [nom for nom in self.fields if nom not in SansMachine.base_fields]
        self.order_fields([*self.propres, *SansMachine.base_fields])
        self.initial["ouvert"] = signing.dumps(OUVERT, salt=SEL)
        texte = self._lu("ouvert")
        if self.is_bound and _dit(texte, CONFIRMER):
            return  # the box was shown: whether it is ticked decides
        if self.is_bound and (self._lu("rien_ici") or not _dit(texte, OUVERT) or _dit(texte, OUVERT, HATE)):
            self._demander_de_confirmer()
        else:
            del self.fields["confirme"]

    def leurre(self) -> list[Any]:
        """What to add to the layout: a new one each time, crispy writes into it."""
        return [*(["confirme"] if "confirme" in self.fields else []), Div("rien_ici", css_class="leurre"), "ouvert"]

    def _demander_de_confirmer(self) -> None:
        donnees: Any = self.data.copy()  # type: ignore[attr-defined]
        donnees[self.add_prefix("ouvert")] = signing.dumps(CONFIRMER, salt=SEL)
        for nom in ("rien_ici", "confirme"):  # what a machine ticks unasked is no answer
            donnees.pop(self.add_prefix(nom), None)
        self.data = donnees

    def _lu(self, nom: str) -> str:
        return self.data.get(self.add_prefix(nom), "")


def _dit(texte: str, quoi: str, depuis_moins_de: timedelta = VALIDITE) -> bool:
    """Whether the portal signed this word, more recently than this."""
    try:
        return signing.loads(texte, salt=SEL, max_age=depuis_moins_de) == quoi
    except signing.BadSignature:
        return False
