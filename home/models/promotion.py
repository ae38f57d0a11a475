"""A long page made of blocks: what parrainage is, how to become a parrain, legal notice…"""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.search import index

from portal.socle.blocs import BLOCS_DE_PAGE
from portal.socle.champs import FluxField
from portal.socle.pages import IllustrationMixin, PageDuPortail, SommaireMixin, precharger_rendus


class PagePromotion(SommaireMixin, IllustrationMixin, PageDuPortail):
    """A page of blocks with a standfirst, an illustration and a summary."""

    chapo = models.TextField(_("chapô"), max_length=500, blank=True)
    corps = FluxField(BLOCS_DE_PAGE, verbose_name=_("corps"), blank=True)

    content_panels = [
        *PageDuPortail.content_panels,
        FieldPanel("chapo"),
        IllustrationMixin.panneau_illustration,
        FieldPanel("corps"),
    ]
    search_fields = [
        *PageDuPortail.search_fields,
        index.SearchField("chapo", boost=2),
        index.SearchField("corps"),
    ]
    template = "home/promotion.html"
    parent_page_types = ["home.AccueilPage", "home.PagePromotion"]
    subpage_types = ["home.PagePromotion"]

    class Meta(IllustrationMixin.Meta):
        abstract = False
        verbose_name = _("page de présentation")
        verbose_name_plural = _("pages de présentation")

    def __str__(self) -> str:
        return self.title

    @property
    def resume(self) -> str:
        return self.chapo

    def get_context(self, request, *args, **kwargs):
        """Adds the summary of the page."""
        precharger_rendus([self])
        return super().get_context(request, *args, **kwargs) | {"sommaire": self.sommaire()}
