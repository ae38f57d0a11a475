"""Calls as everybody reads them: the list and its search, a call, the feed, the points of the map."""

from __future__ import annotations

from django.conf import settings
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.feedgenerator import Rss201rev2Feed
from django.utils.text import Truncator
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from espace_structures.structures.enums import StatutStructure
from espace_structures.vitrines.metier.mes_pages import fiche_de_la_structure
from espace_structures.vitrines.models import Public
from portal.socle.courrier import adresse_absolue
from portal.socle.geographie.distance import cadre, distance_km
from portal.socle.pages import parametres_sans_page
from portal.socle.vues import ouverte_a_tous

from ...enums import ETATS_VISIBLES, EtatAppel
from ...models import AppelBenevoles
from ..recherche import FiltreAppels

PAR_PAGE, ELEMENTS_DU_FLUX, VOISINS, VOISINAGE_KM = 12, 20, 3, 20
CHAMPS = ("lieu", "lieu_choix", "rayon", "mots", "departement", "forme", "secteur", "public", "modalite")


def _publics() -> QuerySet[AppelBenevoles]:
    return AppelBenevoles.objects.publics(timezone.localdate())


def adresse_de_devenir(appel: AppelBenevoles | None = None) -> str:
    """Where one answers a call; empty as long as there is no such form."""
    try:
        adresse = reverse("benevolat:devenir")
    except NoReverseMatch:
        return ""
    return f"{adresse}?appel={appel.pk}" if appel else adresse


@ouverte_a_tous
@never_cache
@require_safe
def appels(request: HttpRequest) -> HttpResponse:
    """The calls that answer what is asked, nearest first when a place is given."""
    filtre = _filtre(request, _publics())
    liste = Paginator(filtre.trouver(), PAR_PAGE).get_page(request.GET.get("page"))
    adresse = reverse("benevolat:appels")
    contexte = {
        "filtre": filtre,
        "liste": liste,
        "appels": list(liste),
        "parametres": parametres_sans_page(request),
        "adresse_points": _avec_la_question(request, "benevolat:appels_points"),
        "adresse_flux": _avec_la_question(request, "benevolat:appels_flux"),
        "adresse_devenir": adresse_de_devenir(),
        "canonique": adresse_absolue(adresse),
        "fil": _fil({"titre": _("Appels à bénévoles"), "url": ""}),
    }
    return render(request, "benevolat/appels/publics.html", contexte)


@ouverte_a_tous
@never_cache
@require_safe
def appel(request: HttpRequest, pk: int) -> HttpResponse:
    """A call; gone, it says so and offers others."""
    jour = timezone.localdate()
    vu = AppelBenevoles.objects.pour_cartes().filter(pk=pk, publie_le__isnull=False).first()
    if vu is None or vu.etat not in (*ETATS_VISIBLES, EtatAppel.CLOS):
        raise Http404(_("Cet appel n’existe pas."))
    est_fini = vu.etat == EtatAppel.CLOS or vu.jusqu_au < jour or vu.structure.statut != StatutStructure.ACTIVE
    fiche = fiche_de_la_structure(vu.structure)
    rubrique = {"titre": _("Appels à bénévoles"), "url": reverse("benevolat:appels")}
    contexte = {
        "appel": vu,
        "est_complet": vu.etat == EtatAppel.COMPLET,
        "adresse_fiche": fiche.get_url(request) if fiche is not None and fiche.live else "",
        "adresse_devenir": adresse_de_devenir(vu),
        "adresse_points": f"{reverse('benevolat:appels_points')}?appel={vu.pk}",
        "voisins": _voisins(vu),
        "description": Truncator(" ".join(vu.besoin.split())).chars(155),
        "canonique": adresse_absolue(reverse("benevolat:appel", args=[vu.pk])),
        "fil": _fil(rubrique, {"titre": vu.titre, "url": ""}),
    }
    if est_fini:
        contexte["canonique"] = ""
        return render(request, "benevolat/appels/fini.html", contexte, status=410)
    return render(request, "benevolat/appels/public.html", contexte)


@ouverte_a_tous
@require_safe
def flux(request: HttpRequest) -> HttpResponse:
    """The latest calls that answer the question of the list, for a feed reader."""
    adresse = reverse("benevolat:appels")
    rss = Rss201rev2Feed(
        title=f"{_('Appels à bénévoles')} – {settings.WAGTAIL_SITE_NAME}",
        link=adresse_absolue(adresse),
        description=_("Les structures de parrainage cherchent des bénévoles."),
        language=get_language(),
        feed_url=adresse_absolue(reverse("benevolat:appels_flux")),
    )
    trouves = _filtre(request, _publics().filter(etat=EtatAppel.PUBLIE)).trouver()[:ELEMENTS_DU_FLUX]
    for vu in sorted(trouves, key=lambda vu: vu.publie_le, reverse=True):
        lien = adresse_absolue(reverse("benevolat:appel", args=[vu.pk]))
        lieu = vu.commune.libelle if vu.commune else ""
        texte = Truncator(f"{vu.structure.nom}, {lieu}. {' '.join(vu.besoin.split())}").chars(600)
        rss.add_item(title=vu.titre, link=lien, description=texte, pubdate=vu.publie_le, unique_id=lien)
    reponse = HttpResponse(content_type=rss.content_type)
    rss.write(reponse, "utf-8")
    return reponse


@ouverte_a_tous
@require_safe
def points(request: HttpRequest) -> JsonResponse:
    """The places of the calls of the list, or of the one asked for."""
    publics = _publics()
    seul = request.GET.get("appel", "")
    if seul.isascii() and seul.isdecimal() and len(seul) < 18:
        publics = publics.filter(pk=int(seul))
    trouves = _filtre(request, publics).trouver()[:]
    lieux = [
        {
            "type": "Feature",
            "geometry": {"type": "Point", "coordinates": [round(vu.longitude, 5), round(vu.latitude, 5)]},
            "properties": {
                "titre": vu.titre,
                "type": vu.structure.nom,
                "adresse": vu.commune.libelle if vu.commune else "",
                "url": reverse("benevolat:appel", args=[vu.pk]),
            },
        }
        for vu in trouves
    ]
    return JsonResponse({"type": "FeatureCollection", "features": lieux}, content_type="application/geo+json")


def _filtre(request: HttpRequest, appels) -> FiltreAppels:
    return FiltreAppels(request.GET, appels, publics=Public.objects.all())


def _voisins(vu: AppelBenevoles) -> list[AppelBenevoles]:
    """Open calls around this one, nearest first."""
    boite = cadre(vu.latitude, vu.longitude, VOISINAGE_KM)
    autour = AppelBenevoles.objects.ouverts(timezone.localdate()).exclude(pk=vu.pk).filter(boite.filtre())
    proches = sorted(autour.pour_cartes()[:60], key=lambda autre: (distance_km(vu, autre), autre.pk))[:VOISINS]
    for autre in proches:
        autre.distance = distance_km(vu, autre)
    return proches


def _avec_la_question(request: HttpRequest, nom: str) -> str:
    """An address beside the list, with the same question."""
    question = request.GET.copy()
    for parametre in set(question) - set(CHAMPS):
        del question[parametre]
    return f"{reverse(nom)}?{question.urlencode()}" if question else reverse(nom)


def _fil(*elements: dict[str, str]) -> list[dict[str, str]]:
    return [{"titre": _("Accueil"), "url": reverse("wagtail_serve", args=[""])}, *elements]
