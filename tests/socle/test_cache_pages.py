"""Whole pages kept for visitors: what is kept, for whom, and what makes it forgotten."""

import pytest
from django.http import HttpResponse
from django.test import Client
from wagtail.models import PageViewRestriction

from portal.socle.cache_pages import est_gardable
from tests.fabriques.comptes import CompteFactory
from tests.fabriques.pages import image, promotion, site_public

pytestmark = [pytest.mark.django_db, pytest.mark.une_base]


@pytest.fixture
def page():
    return promotion(site_public(), "Comprendre")


def etat(client, adresse="/comprendre/") -> str | None:
    return client.get(adresse).headers.get("X-Cache")


def test_cache_seconde_lecture_sans_requete(client, page, django_assert_num_queries):
    premiere = client.get("/comprendre/")

    with django_assert_num_queries(0):
        seconde = client.get("/comprendre/")

    assert (premiere["X-Cache"], seconde["X-Cache"]) == ("MISS", "HIT")
    assert (premiere.content, premiere["Content-Language"]) == (seconde.content, seconde["Content-Language"])
    assert "default-src 'self'" in seconde["Content-Security-Policy"]


def test_cache_par_adresse_entiere(client, page):
    assert etat(client) == "MISS"
    assert etat(client, "/comprendre/?a=1") == "MISS"
    assert etat(client, "/") == "MISS"
    assert etat(client) == "HIT"


def test_cache_oublie_a_la_publication(client, page, django_capture_on_commit_callbacks):
    etat(client)
    assert etat(client) == "HIT"
    page.title = "Tout neuf"

    with django_capture_on_commit_callbacks(execute=True):
        page.save_revision().publish()
    reponse = client.get("/comprendre/")

    assert reponse["X-Cache"] == "MISS"
    assert "Tout neuf" in reponse.content.decode()


@pytest.mark.parametrize("geste", ["unpublish", "delete", "move", "image"])
def test_cache_oublie_quand_le_site_change(client, page, django_capture_on_commit_callbacks, geste):
    autre = promotion(page.get_parent(), "Autre")
    dessin = image()
    etat(client)
    assert etat(client) == "HIT"

    with django_capture_on_commit_callbacks(execute=True):
        if geste == "image":
            dessin.save()
        elif geste == "move":
            autre.move(page, pos="last-child")
        else:
            getattr(autre, geste)()

    assert etat(client) == "MISS"


def test_cache_oublie_une_page_que_l_on_ferme(client, page, django_capture_on_commit_callbacks):
    etat(client)
    assert etat(client) == "HIT"

    with django_capture_on_commit_callbacks(execute=True):
        PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)

    assert client.get("/comprendre/").status_code == 302


def test_cache_jamais_pour_une_personne_connectee(client, page):
    assert etat(client) == "MISS"
    assert etat(client) == "HIT"
    connectee = Client()
    connectee.force_login(CompteFactory())

    reponse = connectee.get("/comprendre/")

    assert "X-Cache" not in reponse.headers
    assert "Mon espace" in reponse.content.decode()
    assert "Mon espace" not in client.get("/comprendre/").content.decode()


@pytest.mark.parametrize("adresse", ["/compte/login/", "/healthz", "/espace/", "/cms/", "/introuvable/"])
def test_cache_jamais_hors_des_pages_publiques(client, page, adresse):
    assert [etat(client, adresse) for _fois in range(2)] == [None, None]


@pytest.mark.parametrize("defaut", ["cookie", "jeton", "formulaire", "statut"])
def test_cache_jamais_d_une_reponse_personnelle(rf, defaut):
    demande = rf.get("/comprendre/")
    demande.resolver_match = type("Trouve", (), {"url_name": "wagtail_serve"})
    reponse = HttpResponse("<p>Bonjour</p>")
    assert est_gardable(demande, reponse)

    if defaut == "cookie":
        reponse.set_cookie("a", "1")
    elif defaut == "jeton":
        demande.META["CSRF_COOKIE_NEEDS_UPDATE"] = True
    elif defaut == "formulaire":
        reponse.content = b'<form METHOD="post"></form>'
    else:
        reponse.status_code = 404

    assert not est_gardable(demande, reponse)
