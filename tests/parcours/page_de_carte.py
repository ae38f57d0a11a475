"""Addresses of a page that holds a map and nothing else, for its journey: the portal's own, plus two."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template import engines
from django.urls import path

from portal.socle.geographie.communes import toutes
from portal.urls import urlpatterns as adresses_du_portail

GABARIT = """{% extends "base.html" %}
{% block titre %}Essai{% endblock titre %}
{% block contenu %}<div class="cadre section pile">
  <h1>Structures</h1>
  <h2>Liste</h2>
  <ul id="liste" tabindex="-1"><li>Mission locale de Montreuil</li></ul>
  {% include "composants/carte_geographique.html" with id="carte" titre="Carte des structures" INCLUS only %}
</div>{% endblock contenu %}""".replace(
    "INCLUS", 'liste="liste" adresse_points=points zone=zone adresse_territoire="/essai-territoire/CODE/"'
)
PEU = [
    ("Mission locale <img src=x onerror=alert(1)>", "/essai-fiche/", 2.4426, 48.8634),
    ("Relais sans page", "javascript:alert(1)", 2.4426, 48.8634),
    ("École de la deuxième chance", "/essai-fiche/", 2.1266, 48.8035),
]


def page(request: HttpRequest) -> HttpResponse:
    contexte = {"points": f"/essai.json?{request.GET.urlencode()}", "zone": request.GET.get("zone", "")}
    return HttpResponse(engines["django"].from_string(GABARIT).render(contexte, request))


def points(request: HttpRequest) -> HttpResponse:
    """Three structures in two places; a thousand with ?beaucoup; a failure with ?panne."""
    if "panne" in request.GET:
        return HttpResponse(status=404)
    lieux = PEU
    if "beaucoup" in request.GET:
        lieux = [
            (une.nom, "/essai-fiche/", une.longitude, une.latitude) for une in toutes().values() if une.region == "11"
        ]
    return JsonResponse(
        {
            "type": "FeatureCollection",
            "features": [
                {
                    "type": "Feature",
                    "geometry": {"type": "Point", "coordinates": [longitude, latitude]},
                    "properties": {"titre": titre, "url": url, "type": "Association", "adresse": "93100 Montreuil"},
                }
                for titre, url, longitude, latitude in lieux
            ],
        }
    )


def lieu(_request: HttpRequest, **_parametres) -> HttpResponse:
    return HttpResponse("<!doctype html><title>Arrivée</title>")


urlpatterns = [
    path("essai/", page),
    path("essai.json", points),
    path("essai-fiche/", lieu),
    path("essai-territoire/<code>/", lieu),
    *adresses_du_portail,
]
