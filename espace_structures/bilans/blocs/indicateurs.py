"""Computed indicators of a trame: a numerator, a denominator, and the sentence that defines them."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from ..enums import FormatIndicateur
from . import champs


class IndicateurBloc(blocks.StructBlock):
    """A rate or a mean, always shown with its denominator."""

    code = champs.code(tiret=True)
    libelle = champs.libelle()
    numerateur = champs.expression(_("Numérateur"), aide=_("Des codes séparés par + ou -, par exemple F.F1 + F.F2."))
    denominateur = champs.expression(_("Dénominateur"))
    format = blocks.ChoiceBlock(
        label=_("Format"), choices=FormatIndicateur.choices, default=FormatIndicateur.POURCENTAGE
    )
    definition = champs.definition()

    class Meta:
        label = _("Indicateur")
        label_format = "{code} – {libelle}"
        icon = "view"


BLOCS_INDICATEURS: list = [("indicateur", IndicateurBloc())]
