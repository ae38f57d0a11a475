"""The site map that people read."""

from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from espace_structures.vitrines.models import ActionPage, FichePage
from portal.socle.pages import PROFONDEUR_RUBRIQUE, PageDuPortail
from portal.socle.traductions import en_propre


class PagePlan(PageDuPortail):
    """Every public page of a language, as a tree."""

    template = "home/plan.html"
    parent_page_types = ["home.AccueilPage"]
    subpage_types: list[str] = []
    max_count_per_parent = 1

    class Meta:
        verbose_name = _("plan du site")
        verbose_name_plural = _("plans du site")

    def __str__(self) -> str:
        return self.title

    def get_context(self, request, *args, **kwargs):
        """Adds the sections of the site, each with the pages below it in the order of the tree.

        Sheets and actions are counted in hundreds: the directory and the gallery are their way in.
        """
        pages = Page.objects.live().public().filter(locale_id=self.locale_id, depth__gte=PROFONDEUR_RUBRIQUE)
        rubriques: list[dict] = []
        for page in pages.filter(en_propre()).not_type(FichePage, ActionPage).order_by("path"):
            if page.depth == PROFONDEUR_RUBRIQUE:
                rubriques.append({"page": page, "pages": []})
            elif rubriques and page.path.startswith(rubriques[-1]["page"].path):
                rubriques[-1]["pages"].append(page)
        return super().get_context(request, *args, **kwargs) | {"rubriques": rubriques}
