"""Running text and boxed remarks."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from .commun import TEXTE_RICHE, BlocTitre


class BlocTexte(BlocTitre):
    """Text with its own title."""

    texte = blocks.RichTextBlock(label=_("Texte"), features=TEXTE_RICHE)

    class Meta:
        icon = "pilcrow"
        label = _("Texte")
        template = "blocs/texte.html"


class BlocEncadre(BlocTitre):
    """A remark that stands out of the reading: a warning, a definition, a thing to know."""

    texte = blocks.RichTextBlock(label=_("Texte"), features=TEXTE_RICHE)

    class Meta:
        icon = "info-circle"
        label = _("Encadré")
        template = "blocs/encadre.html"
