"""Search over the public pages of a language."""

from django.core.paginator import Paginator
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from portal.socle.pages import PageDuPortail
from portal.socle.recherche import LONGUEUR_MAX, identifiants
from portal.socle.traductions import en_propre

PAR_PAGE = 10


class PageRecherche(PageDuPortail):
    """The page where one searches the site, in its own language."""

    template = "home/recherche.html"
    parent_page_types = ["home.AccueilPage"]
    subpage_types: list[str] = []
    max_count_per_parent = 1

    class Meta:
        verbose_name = _("page de recherche")
        verbose_name_plural = _("pages de recherche")

    def __str__(self) -> str:
        return self.title

    def get_context(self, request, *args, **kwargs):
        """Adds the words looked for and the page of results asked for."""
        mots = request.GET.get("q", "").strip()[:LONGUEUR_MAX]
        resultats = Paginator(self.trouver(mots), PAR_PAGE).get_page(request.GET.get("page"))
        pages = Page.objects.specific().in_bulk(list(resultats.object_list))
        return super().get_context(request, *args, **kwargs) | {
            "mots": mots,
            "resultats": resultats,
            "pages_trouvees": [pages[pk] for pk in resultats.object_list],
        }

    def trouver(self, mots: str) -> list[int]:
        """Identifiers of the public pages of this language that hold the words, the most relevant first."""
        trouves = identifiants(Page.objects.live().filter(locale=self.locale_id), mots)
        if not trouves:
            return []
        lisibles = Page.objects.live().public().filter(pk__in=trouves).filter(en_propre()).exclude(pk=self.pk)
        permis = set(lisibles.values_list("pk", flat=True))
        return [pk for pk in trouves if pk in permis]
