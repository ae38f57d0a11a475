"""The territories: one page a département, which composes itself."""

from dataclasses import dataclass

from django.conf import settings
from django.db.models import Count
from django.http import Http404, HttpRequest
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from wagtail.admin.panels import FieldPanel
from wagtail.contrib.routable_page.models import RoutablePageMixin, path
from wagtail.fields import RichTextField
from wagtail.search import index

from actualites.models import AppelAProjets, Article
from actualites.models.index import ligne_d_appel
from espace_structures.bilans.metier.publication import chiffres_de
from espace_structures.structures.models import Implantation
from espace_structures.vitrines.models import ActionPage, AnnuairePage, FichePage
from espace_structures.vitrines.models.annuaire import CHEMIN_GEOJSON
from espace_structures.vitrines.querysets import dans_la_langue
from portal.socle.blocs.commun import TEXTE_COURT
from portal.socle.geographie import REGIONS, chemin_departement, departements_de_la_region, nom_departement
from portal.socle.pages import PageDuPortail, precharger_rendus

from .accueil import rubrique

NOMBRE_D_ACTIONS = 6
NOMBRE_D_ARTICLES = 3
NOMBRE_D_APPELS = 3


@dataclass(frozen=True)
class Departement:
    """A département of the region, and what it has to show."""

    code: str
    structures: int = 0

    @property
    def nom(self) -> str:
        return nom_departement(self.code)

    @property
    def chemin(self) -> str:
        """Its part of the address: `93-seine-saint-denis`."""
        return chemin_departement(self.code)


class TerritoiresPage(RoutablePageMixin, PageDuPortail):
    """The départements of the region; each has its page: structures, actions, news, calls, published figures.

    News belong to a département through a tag that bears its name, or the region's; calls through their territory.
    """

    introduction = RichTextField(gettext_lazy("introduction"), features=TEXTE_COURT, blank=True)

    content_panels = [*PageDuPortail.content_panels, FieldPanel("introduction")]
    search_fields = [*PageDuPortail.search_fields, index.SearchField("introduction")]
    template = "home/territoires.html"
    parent_page_types = ["home.AccueilPage"]
    subpage_types: list[str] = []
    max_count_per_parent = 1

    class Meta:
        verbose_name = gettext_lazy("page des territoires")
        verbose_name_plural = gettext_lazy("pages des territoires")

    def __str__(self) -> str:
        return self.title

    @cached_property
    def departements(self) -> list[Departement]:
        """The départements of the region in the order of their codes, with how many structures have a sheet there."""
        codes = departements_de_la_region(settings.PORTAIL_REGION)
        fiches = FichePage.objects.live().sources().de_structures_actives()
        nombres = dict(
            Implantation.objects.filter(structure__in=fiches.values("structure"), departement__in=codes)
            .order_by()
            .values_list("departement")
            .annotate(Count("pk"))
        )
        return [Departement(code, nombres.get(code, 0)) for code in codes]

    @path("")
    def liste(self, request: HttpRequest):
        """The region: its départements, and its figures."""
        return self.render(
            request, context_overrides={"chiffres": chiffres_de(""), "adresse_points": self._adresse_des_points()}
        )

    @path("<slug:chemin>/", name="departement")
    def departement(self, request: HttpRequest, chemin: str):
        """A département; its code alone leads to it, as the map does."""
        trouve = next((d for d in self.departements if chemin in (d.chemin, d.code.lower())), None)
        if trouve is None:
            raise Http404(_("Ce département n’est pas de la région."))
        if chemin != trouve.chemin:
            return redirect(self.get_url(request) + self.reverse_subpage("departement", args=[trouve.chemin]))
        return self.render(request, context_overrides=self._composer(request, trouve), template="home/territoire.html")

    def _composer(self, request: HttpRequest, departement: Departement) -> dict:
        """What the page of a département shows: a fixed number of queries."""
        le = timezone.now()
        jour = timezone.localdate(le)
        fiches = FichePage.objects.live().sources().de_structures_actives()
        actions = ActionPage.objects.live().sources().de_structures_actives().du_departement(departement.code)
        ici = {"locale_id": self.locale_id}
        region = REGIONS[settings.PORTAIL_REGION]
        articles = list(
            Article.objects.live()
            .originaux()
            .filter(**ici, etiquettes_posees__tag__name__in=[departement.nom, region])
            .distinct()
            .recents()
            .select_related("image")[:NOMBRE_D_ARTICLES]
        )
        appels = AppelAProjets.objects.live().originaux().filter(**ici).candidatables(le).sur(departement.nom, region)
        precharger_rendus(articles)
        return {
            "departement": departement,
            "titre": departement.nom,
            "canonique": self.full_url + self.reverse_subpage("departement", args=[departement.chemin]),
            "fil": [*self.fil_ariane(request), {"titre": departement.nom, "url": ""}],
            "fiches": dans_la_langue(
                list(
                    fiches.filter(structure__implantations__departement=departement.code)
                    .order_by("title", "pk")
                    .pour_listes()
                ),
                get_language(),
                preparer=lambda pages: pages.pour_listes(),
            ),
            "actions": dans_la_langue(
                list(actions.recentes().pour_cartes(jour)[:NOMBRE_D_ACTIONS]),
                get_language(),
                preparer=lambda pages: pages.pour_cartes(jour),
            ),
            "nombre_actions": actions.count(),
            "articles": articles,
            "appels": [ligne_d_appel(appel, le=le) for appel in appels.par_urgence(le)[:NOMBRE_D_APPELS]],
            "chiffres": chiffres_de(departement.code),
            "adresse_points": self._adresse_des_points(departement.code),
        }

    def _adresse_des_points(self, departement: str = "") -> str:
        """Address of the places of the directory, those of a département when it is told; empty without a directory."""
        annuaire = rubrique(self.pages_de_premier_rang(), AnnuairePage)
        if annuaire is None:
            return ""
        return f"{annuaire.url}{CHEMIN_GEOJSON}" + (f"?departement={departement}" if departement else "")

    def adresse_du_departement(self, code: str) -> str:
        """Address of the page of a département of the region; empty for another."""
        trouve = next((d for d in self.departements if d.code == code), None)
        return self.url + self.reverse_subpage("departement", args=[trouve.chemin]) if trouve and self.url else ""

    def get_sitemap_urls(self, request=None):
        """The page of each département beside that of the region."""
        siennes = super().get_sitemap_urls(request)
        if not siennes:
            return []
        racine = siennes[0]["location"]
        return [
            *siennes,
            *({"location": racine + f"{d.chemin}/"} for d in self.departements),
        ]
