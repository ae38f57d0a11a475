"""Steps, in order."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from .commun import TEXTE_COURT, BlocTitre


class BlocEtape(blocks.StructBlock):
    """One step of a road."""

    titre = blocks.CharBlock(label=_("Titre de l’étape"), max_length=120)
    texte = blocks.RichTextBlock(label=_("Texte"), features=TEXTE_COURT, required=False)

    class Meta:
        icon = "list-ol"
        label = _("Étape")


class BlocEtapes(BlocTitre):
    """An ordered road, numbered by the page."""

    etapes = blocks.ListBlock(BlocEtape(), label=_("Étapes"), min_num=2, max_num=10)

    class Meta:
        icon = "list-ol"
        label = _("Étapes")
        template = "blocs/etapes.html"
