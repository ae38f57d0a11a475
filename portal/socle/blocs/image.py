"""A picture that says what it shows and who made it."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.images.blocks import ImageChooserBlock


class BlocImage(blocks.StructBlock):
    """A picture with its text alternative and its credit, both required."""

    image = ImageChooserBlock(label=_("Image"))
    texte_alternatif = blocks.CharBlock(
        label=_("Texte alternatif"),
        max_length=250,
        help_text=_("Ce que l’image montre, pour qui ne la voit pas."),
    )
    credit = blocks.CharBlock(label=_("Crédit"), max_length=150)
    legende = blocks.CharBlock(label=_("Légende"), max_length=250, required=False)

    class Meta:
        icon = "image"
        label = _("Image")
        template = "blocs/image.html"
