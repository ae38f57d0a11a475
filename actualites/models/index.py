"""The lists: news, and calls for projects."""

from django.core.paginator import Paginator
from django.db import models
from django.db.models.functions import ExtractYear
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from taggit.models import Tag
from wagtail.admin.panels import FieldPanel
from wagtail.contrib.routable_page.models import RoutablePageMixin, path
from wagtail.search import index

from portal.socle.pages import PageDuPortail, precharger_rendus

from ..enums import StatutAppel
from ..filtres import FiltreAppels, FiltreArticles
from ..flux import ELEMENTS, flux_rss
from .appel import AppelAProjets
from .article import Article

PAR_PAGE = 9


class IndexMixin(RoutablePageMixin, models.Model):
    """A list of child pages, with an introduction and an RSS feed."""

    introduction = models.TextField(_("introduction"), max_length=500, blank=True)

    class Meta:
        abstract = True

    @property
    def resume(self) -> str:
        return self.introduction

    @property
    def adresse_flux(self) -> str:
        """Absolute address of the RSS feed."""
        return f"{self.full_url}{self.reverse_subpage('flux')}"

    @path("")
    def liste(self, request):
        return self.render(request)

    @path("rss/", name="flux")
    def flux(self, request):
        elements = self.elements_du_flux().prefetch_related("etiquettes_posees__tag")[:ELEMENTS]
        return flux_rss(self, elements, adresse=self.adresse_flux, le=timezone.now())


class ActualitesIndex(IndexMixin, PageDuPortail):
    """The news, the latest first, by words, tag and year."""

    content_panels = [*PageDuPortail.content_panels, FieldPanel("introduction")]
    search_fields = [*PageDuPortail.search_fields, index.SearchField("introduction")]
    template = "actualites/actualites.html"
    parent_page_types = ["home.AccueilPage"]
    subpage_types = ["actualites.Article"]

    class Meta:
        verbose_name = _("liste des actualités")
        verbose_name_plural = _("listes des actualités")

    def __str__(self) -> str:
        return self.title

    def articles(self):
        """Published articles of this list, the latest first."""
        return Article.objects.live().originaux().child_of(self).recents()

    def elements_du_flux(self):
        return self.articles()

    def get_context(self, request, *args, **kwargs):
        """Adds the page of articles asked for, and what one may ask."""
        filtre = FiltreArticles(request.GET, self.articles())
        filtre.proposer("etiquette", self._etiquettes().values_list("slug", "name"), vide=_("Toutes"))
        filtre.proposer("annee", ((annee, str(annee)) for annee in self._annees()), vide=_("Toutes"))
        articles = filtre.qs.select_related("image").prefetch_related("etiquettes_posees__tag")
        page_articles = Paginator(articles, PAR_PAGE).get_page(request.GET.get("page"))
        precharger_rendus(page_articles)
        return super().get_context(request, *args, **kwargs) | {
            "filtre": filtre,
            "articles": page_articles,
        }

    def _etiquettes(self):
        siens = self.articles().order_by().values("pk")
        return Tag.objects.filter(articles_etiquetes__content_object__in=siens).distinct().order_by("name")

    def _annees(self):
        annees = self.articles().order_by().annotate(annee=ExtractYear("date")).values_list("annee", flat=True)
        return annees.distinct().order_by("-annee")


class AppelsIndex(IndexMixin, PageDuPortail):
    """The calls for projects, by state: what closes first comes first."""

    content_panels = [*PageDuPortail.content_panels, FieldPanel("introduction")]
    search_fields = [*PageDuPortail.search_fields, index.SearchField("introduction")]
    template = "actualites/appels.html"
    parent_page_types = ["home.AccueilPage"]
    subpage_types = ["actualites.AppelAProjets"]

    class Meta:
        verbose_name = _("liste des appels à projets")
        verbose_name_plural = _("listes des appels à projets")

    def __str__(self) -> str:
        return self.title

    def appels(self):
        """Published calls of this list."""
        return AppelAProjets.objects.live().originaux().child_of(self)

    def elements_du_flux(self):
        return self.appels().order_by("-ouverture", "-pk")

    def get_context(self, request, *args, **kwargs):
        """Adds the page of calls asked for, their state at this instant, and how many there are in each state."""
        le = timezone.now()
        filtre = FiltreAppels(request.GET, self.appels())
        appels = filtre.trouver(le=le).par_urgence(le)
        page_appels = Paginator(appels, PAR_PAGE).get_page(request.GET.get("page"))
        return super().get_context(request, *args, **kwargs) | {
            "filtre": filtre,
            "appels": page_appels,
            "lignes": [ligne_d_appel(appel, le=le) for appel in page_appels],
            "statuts": self._statuts(filtre, le),
        }

    def _statuts(self, filtre: FiltreAppels, le) -> list[dict]:
        """Each state, how many calls are in it, and whether it is the one shown; one query."""
        comptes = self.appels().compter(le)
        total = comptes[StatutAppel.A_VENIR] + comptes[StatutAppel.OUVERT] + comptes[StatutAppel.CLOS]
        choix = [{"valeur": "", "libelle": _("Tous"), "nombre": total, "courant": not filtre.lus["statut"]}]
        for statut in (StatutAppel.OUVERT, StatutAppel.CLOT_BIENTOT, StatutAppel.A_VENIR, StatutAppel.CLOS):
            choix.append(
                {
                    "valeur": statut.value,
                    "libelle": LIBELLES_FILTRES[statut],
                    "nombre": comptes[statut],
                    "courant": filtre.lus["statut"] == statut,
                }
            )
        return choix


LIBELLES_FILTRES = {
    StatutAppel.OUVERT: _("Ouverts"),
    StatutAppel.CLOT_BIENTOT: _("Clôturent bientôt"),
    StatutAppel.A_VENIR: _("À venir"),
    StatutAppel.CLOS: _("Clos"),
}


def ligne_d_appel(appel: AppelAProjets, *, le) -> dict:
    """A call with its state and its sentence at an instant, as the card shows it."""
    return {"appel": appel, "etat": appel.statut(le=le), "delai": appel.phrase_delai(le=le)}
