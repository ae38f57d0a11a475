"""The directory: list and map of the structures, two views of the same search, and the same as open data."""

from __future__ import annotations

import json
from collections import defaultdict
from io import BytesIO
from urllib.parse import urlencode

from django.core.cache import cache
from django.core.paginator import Paginator
from django.db.models import prefetch_related_objects
from django.http import HttpRequest, HttpResponse
from django.utils.html import strip_tags
from django.utils.translation import get_language, gettext_lazy
from wagtail.contrib.routable_page.models import RoutablePageMixin, path
from wagtail.fields import RichTextField
from wagtail.search import index

from portal.socle.blocs.commun import TEXTE_COURT
from portal.socle.cache_pages import DUREE
from portal.socle.geographie.formulaire import nom_du_choix
from portal.socle.pages import PageDuPortail
from portal.socle.tableaux.csv import FichierCsv

from ..querysets import LIENS_D_UNE_LIGNE, dans_la_langue
from ..recherche.annuaire import FiltreAnnuaire
from ..recherche.donnees_ouvertes import ENTETES, ligne_de, points_de
from .fiche import FichePage
from .galerie import actions_publiques
from .publics import Public

PAR_PAGE = 20
ACTIONS_PAR_BULLE = 3
TEXTES_D_ACTION = ("but", "deroulement", "resultats")
# Of the question: the fields, and the commune chosen among homonyms.
PARAMETRES = {*FiltreAnnuaire.base_filters, nom_du_choix("lieu")}
CHEMIN_GEOJSON = "donnees-geojson/"


def fiches_publiques():
    """Sheets that the lists show: as written, of structures that are not closed."""
    return FichePage.objects.live().sources().de_structures_actives()


class AnnuairePage(RoutablePageMixin, PageDuPortail):
    """The list is the reference and works without script; the map shows the same structures."""

    introduction = RichTextField(gettext_lazy("introduction"), features=TEXTE_COURT, blank=True)

    search_fields = [*PageDuPortail.search_fields, index.SearchField("introduction")]
    template = "vitrines/annuaire.html"
    parent_page_types = ["home.AccueilPage"]
    subpage_types = ["vitrines.FichePage"]
    max_count_per_parent = 1

    class Meta:
        verbose_name = gettext_lazy("annuaire des structures")
        verbose_name_plural = gettext_lazy("annuaires des structures")

    def __str__(self) -> str:
        return self.title

    @property
    def resume(self) -> str:
        return strip_tags(self.introduction)

    @path("")
    def liste(self, request: HttpRequest) -> HttpResponse:
        return self.render(request)

    @path(CHEMIN_GEOJSON, name="geojson")
    def geojson(self, request: HttpRequest) -> HttpResponse:
        """Every place of the structures asked for, as points: what the map draws, and open data."""
        lues = self._lues(request, _en_points)
        actions = _actions_par_fiche(request)
        points = [
            point
            for fiche, adresse in lues
            for point in points_de(fiche, adresse, actions=actions.get(fiche.chemin_de_la_source, ()))
        ]
        reponse = HttpResponse(
            json.dumps({"type": "FeatureCollection", "features": points}, ensure_ascii=False),
            content_type="application/geo+json; charset=utf-8",
        )
        reponse["Content-Disposition"] = 'inline; filename="structures.geojson"'
        return reponse

    @path("donnees-csv/", name="csv")
    def csv(self, request: HttpRequest) -> HttpResponse:
        """The structures asked for as a table, with stable headings."""
        contenu = BytesIO()
        tableau = FichierCsv(contenu, ENTETES)
        for fiche, adresse in self._lues(request, _en_entier):
            tableau.ecrire(ligne_de(fiche, adresse, fiche.verifiee_depuis))
        tableau.fermer()
        reponse = HttpResponse(contenu.getvalue(), content_type="text/csv; charset=utf-8")
        reponse["Content-Disposition"] = 'attachment; filename="structures.csv"'
        return reponse

    def _trouver(self, request: HttpRequest, preparer):
        """The question, and the sheets asked for with what `preparer` fetches."""
        filtre = FiltreAnnuaire(request.GET, fiches_publiques(), publics=_publics())
        return filtre, filtre.trouver(preparer=preparer)

    def _lues(self, request: HttpRequest, preparer) -> list[tuple[FichePage, str]]:
        """The sheets asked for, with their addresses and what `preparer` fetches, as this page would list them."""
        sources = list(self._trouver(request, preparer)[1][:])
        montrees = dans_la_langue(sources, get_language(), preparer=preparer)
        for fiche, source in zip(montrees, sources, strict=True):
            # A translation is as fresh as its original.
            fiche.verifiee_depuis = getattr(source, "verifiee_depuis", None)
            fiche.chemin_de_la_source = source.path  # under which its actions stand
        return [(fiche, fiche.get_full_url(request) or "") for fiche in montrees]

    def get_context(self, request, *args, **kwargs):
        filtre, fiches = self._trouver(request, _en_lignes)
        page_fiches = Paginator(fiches, PAR_PAGE).get_page(request.GET.get("page"))
        lues = list(page_fiches.object_list)
        montrees = dans_la_langue(lues, get_language(), preparer=_en_lignes)
        prefetch_related_objects(montrees, *LIENS_D_UNE_LIGNE)  # once, whatever the languages
        for fiche, source in zip(montrees, lues, strict=True):
            fiche.distance = getattr(source, "distance", None)
        demande = _demande(request)
        return super().get_context(request, *args, **kwargs) | {
            "filtre": filtre,
            "page_fiches": page_fiches,
            "fiches": montrees,
            "adresse_points": self.url + self.reverse_subpage("geojson") + demande,
            "adresse_csv": self.url + self.reverse_subpage("csv") + demande,
        }


def _publics() -> list[Public]:
    """The list of publics, which changes once a year: kept a minute, as the pages themselves are."""
    return cache.get_or_set("vitrines:publics", lambda: list(Public.objects.all()), DUREE)


def _actions_par_fiche(request: HttpRequest) -> dict[str, list[dict[str, str]]]:
    """Title and address of the latest actions of each sheet, by its path; a few are enough for a bubble."""
    sources = list(actions_publiques().recentes().select_related("locale").defer(*TEXTES_D_ACTION))
    montrees = dans_la_langue(sources, get_language(), preparer=lambda pages: pages.defer(*TEXTES_D_ACTION))
    actions: dict[str, list[dict[str, str]]] = defaultdict(list)
    for source, action in zip(sources, montrees, strict=True):
        siennes = actions[source.path[: -source.steplen]]
        if len(siennes) < ACTIONS_PAR_BULLE:
            siennes.append({"titre": action.title, "url": action.get_full_url(request) or ""})
    return actions


def _en_lignes(fiches):
    """With what the list shows, but the links fetched once the language is known."""
    return fiches.jointes().defer("presentation")


def _en_points(fiches):
    """With what a point of the map tells, and no more: there may be thousands."""
    return fiches.select_related("structure", "locale").defer("presentation").prefetch_related("antennes")


def _en_entier(fiches):
    """With what a line of the table tells."""
    return fiches.pour_listes().avec_verification().prefetch_related("antennes")


def _demande(request: HttpRequest) -> str:
    """The question of this address, without the page number."""
    parametres = [(cle, valeur) for cle, valeur in request.GET.items() if cle in PARAMETRES and valeur]
    return f"?{urlencode(parametres)}" if parametres else ""
