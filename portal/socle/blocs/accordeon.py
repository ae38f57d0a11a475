"""Questions whose answer unfolds."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from .commun import TEXTE_RICHE, BlocTitre


class BlocQuestion(blocks.StructBlock):
    """A question and its answer."""

    question = blocks.CharBlock(label=_("Question"), max_length=200)
    reponse = blocks.RichTextBlock(label=_("Réponse"), features=TEXTE_RICHE)

    class Meta:
        icon = "help"
        label = _("Question")


class BlocAccordeon(BlocTitre):
    """A list of questions, closed until one opens them; works without JavaScript."""

    questions = blocks.ListBlock(BlocQuestion(), label=_("Questions"), min_num=1)

    class Meta:
        icon = "help"
        label = _("Accordéon")
        template = "blocs/accordeon.html"
