"""Blocks that only calls for projects use."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from portal.socle.blocs import BlocChiffres, BlocDocuments, BlocTexte
from portal.socle.blocs.commun import BlocTitre


class BlocLaureat(blocks.StructBlock):
    """A structure that was selected."""

    nom = blocks.CharBlock(label=_("Nom"), max_length=160)
    territoire = blocks.CharBlock(label=_("Territoire"), max_length=120, required=False)
    adresse = blocks.URLBlock(label=_("Site"), required=False)

    class Meta:
        icon = "group"
        label = _("Lauréat")


class BlocLaureats(BlocTitre):
    """The structures that were selected."""

    laureats = blocks.ListBlock(BlocLaureat(), label=_("Lauréats"), min_num=1)

    class Meta:
        icon = "group"
        label = _("Lauréats")
        template = "blocs/laureats.html"


BLOCS_DE_RESULTATS = [
    ("texte", BlocTexte()),
    ("laureats", BlocLaureats()),
    ("chiffres", BlocChiffres()),
    ("documents", BlocDocuments()),
]
