"""What a volunteer says when a season ends, what a structure notes for them, and the launch of a campaign."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.socle.formulaires import DateField
from portal.socle.formulaires.nus import FormulaireNu, requis

from ...enums import MotifSortie, Reponse


def _motifs(*, sans_la_structure: bool) -> list[tuple[str, str]]:
    choix = [(m.value, m.label) for m in MotifSortie if not (sans_la_structure and m == MotifSortie.STRUCTURE)]
    return [("", _("Choisissez")), *choix]


class ReponseForm(FormulaireNu):
    """The fields of one answer: a day for a pause, a reason for a departure, nothing to go on."""

    jusqu_au = DateField(
        required=True,
        label=_("Je fais une pause jusqu’au"),
        error_messages=requis(_("Dites jusqu’à quand va la pause.")),
    )
    motif = forms.ChoiceField(
        label=_("Pour quelle raison ?"), choices=[], error_messages=requis(_("Choisissez la raison du départ."))
    )
    precision = forms.CharField(
        label=_("Un mot, si vous le voulez"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args, choix: str, sans_la_structure: bool = True, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["motif"].choices = _motifs(sans_la_structure=sans_la_structure)
        gardes = {Reponse.PAUSE: ("jusqu_au",), Reponse.ARRET: ("motif", "precision")}.get(choix, ())
        for nom in list(self.fields):
            if nom not in gardes:
                del self.fields[nom]
        self.helper = self.partie(*self.fields)


class CampagneForm(FormulaireNu):
    """Who is asked, and with what word."""

    fin_de_saison = DateField(
        required=True,
        label=_("Saisons qui finissent au plus tard le"),
        error_messages=requis(_("Dites jusqu’à quelle fin de saison la question est posée.")),
    )
    message = forms.CharField(
        label=_("Mot d’accompagnement"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Il paraît dans le courriel, au-dessus des trois réponses."),
    )
