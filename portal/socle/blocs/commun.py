"""What the blocks share: the features of rich text, and a block that may carry a heading of the page's summary."""

from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

# No heading level that would break the outline: a block's title is a level 2, so its text starts at level 3.
TEXTE_COURT = ["bold", "italic", "link", "document-link"]
TEXTE_RICHE = ["h3", "h4", "bold", "italic", "ol", "ul", "link", "document-link"]


class ValeurTitree(blocks.StructValue):
    """A block's value that knows the anchor of its title."""

    @property
    def ancre(self) -> str:
        """Fragment of the address that leads to the block; empty without a title."""
        return slugify(self.get("titre") or "")


class BlocTitre(blocks.StructBlock):
    """A block that may start with a title: titles make the summary of long pages."""

    titre = blocks.CharBlock(
        label=_("Titre"),
        max_length=120,
        required=False,
        help_text=_("Facultatif. Il figure dans le sommaire de la page."),
    )

    class Meta:
        value_class = ValeurTitree
