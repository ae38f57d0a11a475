"""The home page of a language, root of its pages."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import RichTextField
from wagtail.models import Page
from wagtail.search import index
from wagtail.url_routing import RouteResult

from actualites.models import ActualitesIndex, AppelAProjets, AppelsIndex, Article
from actualites.models.index import ligne_d_appel
from espace_structures.vitrines.models import GaleriePage
from espace_structures.vitrines.models.galerie import dernieres_actions
from portal.socle.blocs import BLOCS_DE_PAGE, BlocChiffres, BlocPorte
from portal.socle.blocs.commun import TEXTE_COURT
from portal.socle.champs import FluxField
from portal.socle.pages import IllustrationMixin, PageDuPortail, precharger_rendus

NOMBRE_D_ARTICLES = 3
NOMBRE_D_APPELS = 3
NOMBRE_D_ACTIONS = 3
# Page types of the site as their row hangs from the one of Page, with the picture that their template shows.
TYPES_DE_PAGES = {
    "actualitesindex": [],
    "appelsindex": [],
    "article": ["image"],
    "appelaprojets": ["image"],
    "pagepromotion": ["image"],
    "pagerecherche": [],
    "pageplan": [],
    "annuairepage": [],
    "fichepage": ["logo", "structure", "image_sociale"],
    "actionpage": ["image_sociale"],
    "galeriepage": [],
}


class AccueilPage(IllustrationMixin, PageDuPortail):
    """What parrainage is, three doors, the latest actions and news, the open calls, key figures."""

    accroche = models.CharField(_("accroche"), max_length=200, help_text=_("Une phrase : la première que l’on lit."))
    introduction = RichTextField(_("introduction"), features=TEXTE_COURT, blank=True)
    portes = FluxField([("porte", BlocPorte())], verbose_name=_("portes"), blank=True, max_num=3)
    corps = FluxField(BLOCS_DE_PAGE, verbose_name=_("présentation"), blank=True)
    chiffres = FluxField([("chiffres", BlocChiffres())], verbose_name=_("chiffres clés"), blank=True)

    content_panels = [
        *PageDuPortail.content_panels,
        FieldPanel("accroche"),
        FieldPanel("introduction"),
        IllustrationMixin.panneau_illustration,
        FieldPanel("portes"),
        FieldPanel("corps"),
        FieldPanel("chiffres"),
    ]
    search_fields = [
        *PageDuPortail.search_fields,
        index.SearchField("accroche"),
        index.SearchField("introduction"),
        index.SearchField("corps"),
    ]
    template = "home/accueil.html"
    parent_page_types = ["wagtailcore.Page"]
    subpage_types = [
        "home.PagePromotion",
        "home.PageRecherche",
        "home.PagePlan",
        "home.TerritoiresPage",
        "actualites.ActualitesIndex",
        "actualites.AppelsIndex",
        "vitrines.AnnuairePage",
        "vitrines.GaleriePage",
    ]

    class Meta(IllustrationMixin.Meta):
        abstract = False
        verbose_name = _("page d’accueil")
        verbose_name_plural = _("pages d’accueil")

    def __str__(self) -> str:
        return self.title

    @property
    def resume(self) -> str:
        return self.accroche

    def route(self, request, path_components):
        """Finds a page by its whole path and loads it with its type in one query, rather than two a level."""
        if path_components:
            chemin = "/".join(path_components)
            page = self._page_par_chemin(chemin)
            if page is not None:
                return page.route(request, [])
            originale = self._originale_par_chemin(chemin)
            if originale is not None:
                return RouteResult(originale)  # served at its own address, with a notice (home.wagtail_hooks)
        return super().route(request, path_components)

    def _originale_par_chemin(self, chemin: str) -> Page | None:
        """The French page at this path, for a language in which nobody has even begun to translate it."""
        source = self.get_translations().filter(locale__language_code=settings.LANGUAGE_CODE).first()
        if source is None or self.locale.language_code == settings.LANGUAGE_CODE:
            return None
        return Page.objects.live().filter(url_path=f"{source.url_path}{chemin}/").first()

    def _page_par_chemin(self, chemin: str) -> Page | None:
        liens = [lien for nom, images in TYPES_DE_PAGES.items() for lien in (nom, *(f"{nom}__{i}" for i in images))]
        page = Page.objects.filter(url_path=f"{self.url_path}{chemin}/").select_related(*liens).first()
        if page is None:
            return None
        nom = page.cached_content_type.model
        return getattr(page, nom) if nom in TYPES_DE_PAGES else page.specific

    def get_context(self, request, *args, **kwargs):
        """Adds the latest actions and articles, the calls to which one can apply, and the lists that hold them."""
        le = timezone.now()
        ici = {"locale_id": self.locale_id}
        articles = list(
            Article.objects.live().originaux().filter(**ici).recents().select_related("image")[:NOMBRE_D_ARTICLES]
        )
        appels = AppelAProjets.objects.live().originaux().filter(**ici).candidatables(le).par_urgence(le)
        precharger_rendus([self, *articles])
        rubriques = self.pages_de_premier_rang()
        return super().get_context(request, *args, **kwargs) | {
            "articles": articles,
            "appels": [ligne_d_appel(appel, le=le) for appel in appels[:NOMBRE_D_APPELS]],
            "actions": dernieres_actions(NOMBRE_D_ACTIONS, self.locale, le=timezone.localdate(le)),
            "page_actions": rubrique(rubriques, GaleriePage),
            "page_actualites": rubrique(rubriques, ActualitesIndex),
            "page_appels": rubrique(rubriques, AppelsIndex),
        }


def rubrique(pages: list[Page], modele: type[Page]) -> Page | None:
    """The first section of this type."""
    return next((page for page in pages if page.cached_content_type.model == modele._meta.model_name), None)
