"""The gallery: every action showcase of the region, with filters and a feed."""

from datetime import date, datetime, time

from django.core.paginator import Paginator
from django.db.models import Min
from django.http import HttpResponse
from django.utils import timezone
from django.utils.feedgenerator import Rss201rev2Feed
from django.utils.html import strip_tags
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _
from wagtail.contrib.routable_page.models import RoutablePageMixin, path
from wagtail.fields import RichTextField
from wagtail.search import index

from portal.socle.blocs.commun import TEXTE_COURT
from portal.socle.geographie import nom_departement
from portal.socle.pages import PageDuPortail

from ..querysets import dans_la_langue
from ..recherche.actions import FiltreActions
from .action import ActionPage, DepartementAction
from .publics import Public

PAR_PAGE = 9
ELEMENTS_DU_FLUX = 20


def actions_publiques():
    """Actions that the lists show: as written, under the sheet of a structure that is not closed."""
    return ActionPage.objects.live().sources().de_structures_actives()


def dernieres_actions(nombre: int, langue, *, le: date) -> list[ActionPage]:
    """The latest published, in a language where they are translated, as cards show them."""
    actions = list(actions_publiques().pour_cartes(le).recentes()[:nombre])
    return dans_la_langue(actions, langue, preparer=lambda pages: pages.pour_cartes(le))


class GaleriePage(RoutablePageMixin, PageDuPortail):
    """Every action showcase of the region: a filter read from the address, pages of cards, an RSS feed."""

    introduction = RichTextField(_("introduction"), features=TEXTE_COURT, blank=True)

    search_fields = [*PageDuPortail.search_fields, index.SearchField("introduction")]
    template = "vitrines/galerie.html"
    parent_page_types = ["home.AccueilPage"]
    subpage_types: list[str] = []
    max_count_per_parent = 1

    class Meta:
        verbose_name = _("galerie des actions")
        verbose_name_plural = _("galeries des actions")

    def __str__(self) -> str:
        return self.title

    @property
    def resume(self) -> str:
        return strip_tags(self.introduction)

    @path("")
    def liste(self, request):
        return self.render(request)

    @path("rss/", name="flux")
    def flux(self, request) -> HttpResponse:
        """The latest actions, for feed readers. Without pictures: a reader would keep them after their consent."""
        flux = Rss201rev2Feed(
            title=self.title,
            link=self.full_url,
            description=self.description or self.title,
            language=self.locale.language_code,
            feed_url=self.adresse_flux,
        )
        for action in dernieres_actions(ELEMENTS_DU_FLUX, self.locale, le=timezone.localdate()):
            flux.add_item(
                title=action.title,
                link=action.full_url,
                description=Truncator(action.but).chars(600),
                pubdate=action.first_published_at or _minuit(action.debut),
                unique_id=action.full_url,
                author_name=action.nom_structure,
            )
        reponse = HttpResponse(content_type=flux.content_type)
        flux.write(reponse, "utf-8")
        return reponse

    @property
    def adresse_flux(self) -> str:
        """Absolute address of the feed."""
        return f"{self.full_url}{self.reverse_subpage('flux')}"

    def get_context(self, request, *args, **kwargs):
        le = timezone.localdate()
        filtre = FiltreActions(request.GET, actions_publiques())
        publics = Public.objects.filter(actions__in=actions_publiques()).distinct()
        filtre.proposer("departement", self._departements(), vide=_("Tous"))
        filtre.proposer("public", ((public.code, str(public)) for public in publics), vide=_("Tous"))
        filtre.proposer("annee", ((annee, str(annee)) for annee in self._annees(le)), vide=_("Toutes"))
        trouvees = filtre.qs.pour_cartes(le).recentes()
        page_actions = Paginator(trouvees, PAR_PAGE).get_page(request.GET.get("page"))
        return super().get_context(request, *args, **kwargs) | {
            "filtre": filtre,
            "page_actions": page_actions,
            "actions": dans_la_langue(
                list(page_actions.object_list), self.locale, preparer=lambda pages: pages.pour_cartes(le)
            ),
        }

    def _departements(self) -> list[tuple[str, str]]:
        """Code and name of each département where an action takes place."""
        lignes = DepartementAction.objects.filter(page__in=actions_publiques()).order_by("departement")
        return [(code, nom_departement(code)) for code in lignes.values_list("departement", flat=True).distinct()]

    def _annees(self, le: date) -> list[int]:
        """Years in which an action ran, the latest first."""
        premiere = actions_publiques().aggregate(premiere=Min("debut"))["premiere"]
        return list(range(le.year, premiere.year - 1, -1)) if premiere else []


def _minuit(jour: date) -> datetime:
    return datetime.combine(jour, time(), tzinfo=timezone.get_default_timezone())
