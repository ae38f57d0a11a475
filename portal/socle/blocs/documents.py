"""Files to download."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.documents.blocks import DocumentChooserBlock

from .commun import BlocTitre


class BlocDocument(blocks.StructBlock):
    """A file, and what it is."""

    document = DocumentChooserBlock(label=_("Document"))
    precision = blocks.CharBlock(
        label=_("Précision"), max_length=200, required=False, help_text=_("Ce que contient le fichier, sa date.")
    )

    class Meta:
        icon = "doc-full"
        label = _("Document")


class BlocDocuments(BlocTitre):
    """Files to download, with their format and size."""

    documents = blocks.ListBlock(BlocDocument(), label=_("Documents"), min_num=1)

    class Meta:
        icon = "doc-full"
        label = _("Documents")
        template = "blocs/documents.html"
