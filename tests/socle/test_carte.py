"""The map: what its component writes, and the only call that it may make to somebody else."""

import pytest
from bs4 import BeautifulSoup
from django.template.loader import render_to_string

from portal.socle.middleware import origine_des_tuiles
from tests.socle.test_middleware import STRICTE, politique

TUILES = "https://{s}.tuiles.example/{z}/{x}/{y}.png"


def plan(**parametres) -> dict[str, str]:
    """Attributes of the map."""
    return _page(**parametres).find(attrs={"data-carte": True}).attrs


def _page(**parametres) -> BeautifulSoup:
    contexte = {"id": "carte", "titre": "Carte des structures", "adresse_points": "/points.json?q=1"} | parametres
    return BeautifulSoup(render_to_string("composants/carte_geographique.html", contexte), "html.parser")


def test_carte_porte_ses_adresses_et_son_nom():
    page, attributs = _page(liste="resultats"), plan()

    assert page.find(id=attributs["aria-labelledby"]).get_text() == "Carte des structures"
    assert (attributs["role"], attributs["data-points"], attributs["data-contours"], attributs["data-tuiles"]) == (
        "region",
        "/points.json?q=1",
        "/static/geo/departements-11.geojson",
        "",
    )
    assert page.find("a", class_="geo__saut")["href"] == "#resultats"
    assert [une["src"] for une in page.find_all("script")] == ["/static/js/carte.js"]


def test_carte_ecrit_ses_nombres_pour_la_machine():
    attributs = plan(latitude=48.8634, longitude=2.4426, rayon=1000, zone="93", contours="geo/departements.geojson")

    assert [attributs[f"data-{nom}"] for nom in ("latitude", "longitude", "rayon", "zone", "contours")] == [
        "48.8634",
        "2.4426",
        "1000",
        "93",
        "/static/geo/departements.geojson",
    ]


def test_carte_remercie_pour_les_tuiles_quand_il_y_en_a(settings):
    settings.PORTAIL_CARTE_TUILES, settings.PORTAIL_CARTE_ATTRIBUTION = TUILES, "© Exemple"

    assert plan()["data-tuiles"] == TUILES
    assert _page().find(class_="geo__credits").get_text().endswith("GeoNames (CC BY 4.0). © Exemple")


def test_carte_ne_remercie_personne_sans_tuiles(settings):
    settings.PORTAIL_CARTE_TUILES, settings.PORTAIL_CARTE_ATTRIBUTION = "", "© Exemple"

    assert "Exemple" not in str(_page())


@pytest.mark.parametrize(
    ("adresse", "origine"),
    [
        (TUILES, "https://*.tuiles.example"),
        ("https://tuiles.example:8443/{z}/{x}/{y}.png", "https://tuiles.example:8443"),
    ],
)
def test_origine_des_tuiles_est_celle_que_la_politique_nomme(adresse, origine):
    assert origine_des_tuiles(adresse) == origine


@pytest.mark.django_db
def test_politique_n_ouvre_que_les_images_des_tuiles(client, settings):
    settings.PORTAIL_CARTE_TUILES = TUILES

    assert politique(client.get("/compte/login/")) == STRICTE | {
        "img-src": ["'self'", "data:", "https://*.tuiles.example"]
    }
    assert politique(client.get("/cms/nulle-part/"))["img-src"] == [
        "'self'",
        "blob:",
        "data:",
        "https://*.tuiles.example",
    ]


@pytest.mark.django_db
def test_politique_reste_stricte_sans_tuiles(client, settings):
    settings.PORTAIL_CARTE_TUILES = ""

    assert "img-src" not in politique(client.get("/compte/login/"))
