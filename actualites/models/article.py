"""A piece of news."""

from django.db import models
from django.db.models import Q, Subquery
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.contrib.taggit import ClusterTaggableManager
from modelcluster.fields import ParentalKey
from taggit.models import ItemBase
from wagtail.admin.panels import FieldPanel
from wagtail.models import PageManager
from wagtail.search import index

from portal.socle.blocs import BLOCS_DE_PAGE, BlocDocuments
from portal.socle.champs import FluxField
from portal.socle.pages import IllustrationMixin, PageDuPortail, SommaireMixin, SourceMixin, precharger_rendus

from ..querysets import ArticleQuerySet

NOMBRE_DE_PROCHES = 3


class EtiquetteArticle(ItemBase):
    """A tag on a piece of news."""

    tag = models.ForeignKey("taggit.Tag", on_delete=models.CASCADE, related_name="articles_etiquetes")
    content_object = ParentalKey("actualites.Article", on_delete=models.CASCADE, related_name="etiquettes_posees")


class Article(SommaireMixin, IllustrationMixin, SourceMixin, PageDuPortail):
    """A dated article of the news."""

    date = models.DateField(_("date"), default=timezone.localdate, db_index=True)
    chapo = models.TextField(_("chapô"), max_length=500, help_text=_("L’essentiel en deux ou trois phrases."))
    corps = FluxField(BLOCS_DE_PAGE, verbose_name=_("corps"), blank=True)
    auteur = models.CharField(_("auteur ou autrice"), max_length=120, blank=True)
    documents = FluxField([("documents", BlocDocuments())], verbose_name=_("documents"), blank=True)
    etiquettes = ClusterTaggableManager(through=EtiquetteArticle, verbose_name=_("étiquettes"), blank=True)

    objects = PageManager.from_queryset(ArticleQuerySet)()

    content_panels = [
        *PageDuPortail.content_panels,
        FieldPanel("date"),
        FieldPanel("chapo"),
        IllustrationMixin.panneau_illustration,
        FieldPanel("corps"),
        FieldPanel("documents"),
        FieldPanel("etiquettes"),
        FieldPanel("auteur"),
        SourceMixin.panneau_source,
    ]
    search_fields = [
        *PageDuPortail.search_fields,
        index.SearchField("chapo", boost=2),
        index.SearchField("corps"),
        index.RelatedFields("etiquettes", [index.SearchField("name")]),
        index.FilterField("date"),
    ]
    template = "actualites/article.html"
    parent_page_types = ["actualites.ActualitesIndex"]
    subpage_types: list[str] = []

    class Meta(IllustrationMixin.Meta):
        abstract = False
        verbose_name = _("article")
        verbose_name_plural = _("articles")

    def __str__(self) -> str:
        return self.title

    @property
    def resume(self) -> str:
        return self.chapo

    def _rang(self, avant: bool) -> Subquery:
        """Identifier of the article just before, or just after, in the order of the dates."""
        sens, ordre = ("lt", "-") if avant else ("gt", "")
        return Subquery(
            type(self)
            .objects.live()
            .originaux()
            .sibling_of(self, inclusive=False)
            .filter(Q(**{f"date__{sens}": self.date}) | Q(date=self.date, **{f"pk__{sens}": self.pk}))
            .order_by(f"{ordre}date", f"{ordre}pk")
            .values("pk")[:1]
        )

    def voisines(self) -> dict[str, Subquery]:
        return {"precedent": self._rang(avant=True), "suivant": self._rang(avant=False)}

    def get_context(self, request, *args, **kwargs):
        """Adds the tags, the related articles, and the articles before and after in the order of reading."""
        proches = list(type(self).objects.proches_de(self).select_related("image")[:NOMBRE_DE_PROCHES])
        precharger_rendus([self, *proches])
        return super().get_context(request, *args, **kwargs) | {
            "etiquettes": [pose.tag for pose in self.etiquettes_posees.select_related("tag").order_by("tag__name")],
            "liste": next(iter(self.ancetres()), None),
            "proches": proches,
            "precedent": self.voisine("precedent"),
            "suivant": self.voisine("suivant"),
        }
