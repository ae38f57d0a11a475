"""The checklist of the welcome, filled from the file of a candidature or of an engagement."""

from __future__ import annotations

from crispy_forms.layout import Fieldset, Layout
from django import forms
from django.utils.translation import gettext_lazy as _

from portal.socle.formulaires import DateField
from portal.socle.formulaires.nus import FormulaireNu

from ..enums import Honorabilite
from ..models import Accueil


def champ_de_date(etiquette, *, obligatoire: bool = True, aide="") -> DateField:
    return DateField(
        label=etiquette,
        required=obligatoire,
        help_text=aide,
        error_messages={"required": _("Indiquez une date.")},
    )


class AccueilForm(FormulaireNu):
    """The checklist; what is left empty is not done yet."""

    entretien_le = champ_de_date(_("Entretien fait le"), obligatoire=False)
    charte_le = champ_de_date(_("Charte signée le"), obligatoire=False)
    formation_le = champ_de_date(_("Formation suivie le"), obligatoire=False)
    mineurs = forms.BooleanField(label=_("Accompagne des personnes mineures"), required=False)
    mineurs_proteges = forms.BooleanField(
        label=_("Accompagne des mineurs de la protection de l’enfance"),
        required=False,
        help_text=_("L’attestation d’honorabilité est alors obligatoire avant d’accepter la candidature."),
    )
    honorabilite = forms.ChoiceField(
        label=_("Pièce vue"), choices=[("", _("Aucune pour l’instant")), *Honorabilite.choices], required=False
    )
    honorabilite_le = champ_de_date(
        _("Vue le"), obligatoire=False, aide=_("Une attestation date de moins de six mois quand elle est présentée.")
    )

    def __init__(self, *args, accueil: Accueil, **kwargs):
        depart = {champ: getattr(accueil, champ) for champ in type(self).base_fields}
        super().__init__(*args, initial=depart, **kwargs)
        self.helper.layout = Layout(
            Fieldset(str(_("Étapes de l’accueil")), "entretien_le", "charte_le", "formation_le"),
            Fieldset(str(_("Personnes accompagnées")), "mineurs", "mineurs_proteges"),
            Fieldset(str(_("Honorabilité : ce qui a été vu, jamais le document")), "honorabilite", "honorabilite_le"),
        )
