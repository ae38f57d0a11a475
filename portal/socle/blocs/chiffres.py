"""Key figures: a figure never goes without its year and its source."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from .commun import BlocTitre


class BlocChiffre(blocks.StructBlock):
    """One figure, what it counts, when, and who says so."""

    valeur = blocks.CharBlock(label=_("Valeur"), max_length=30, help_text=_("Avec son unité : « 16 M€ », « 75 000 »."))
    libelle = blocks.CharBlock(label=_("Ce qui est compté"), max_length=160)
    annee = blocks.CharBlock(label=_("Année ou période"), max_length=30)
    source = blocks.CharBlock(label=_("Source"), max_length=160)
    adresse = blocks.URLBlock(label=_("Adresse de la source"), required=False)

    class Meta:
        icon = "order"
        label = _("Chiffre")


class BlocChiffres(BlocTitre):
    """A few figures side by side."""

    chiffres = blocks.ListBlock(BlocChiffre(), label=_("Chiffres"), min_num=1, max_num=6)

    class Meta:
        icon = "order"
        label = _("Chiffres clés")
        template = "blocs/chiffres.html"
