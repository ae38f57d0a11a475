"""The RSS feeds, as a reader parses them."""

from datetime import date
from xml.etree import ElementTree

import pytest

from tests.fabriques.pages import appel, article, liste_actualites, liste_appels, site_public

pytestmark = pytest.mark.django_db


def test_flux_des_actualites_lisible_et_absolu(client):
    liste = liste_actualites(site_public())
    article(liste, "Ancien & <vrai>", ["jeunes"], date=date(2021, 3, 1), slug="ancien")
    article(liste, "Récent", date=date(2021, 7, 13), slug="recent")
    article(liste, "Caché", live=False)

    reponse = client.get("/actualites/rss/")
    canal = ElementTree.fromstring(reponse.content).find("channel")  # noqa: S314 - our own feed

    assert reponse["Content-Type"] == "application/rss+xml; charset=utf-8"
    assert canal.findtext("language") == "fr"
    assert [(i.findtext("title"), i.findtext("link"), i.findtext("pubDate")) for i in canal.iter("item")] == [
        ("Récent", "http://testserver/actualites/recent/", "Tue, 13 Jul 2021 00:00:00 +0200"),
        ("Ancien & <vrai>", "http://testserver/actualites/ancien/", "Mon, 01 Mar 2021 00:00:00 +0100"),
    ]
    assert [i.findtext("category") for i in canal.iter("item")] == [None, "jeunes"]


def test_flux_des_appels_dit_ou_en_est_chacun(client):
    appel(liste_appels(site_public()), "Appel", cloture="2021-03-20 12:00+01:00", chapo="Un chapô.")

    canal = ElementTree.fromstring(client.get("/appels/rss/").content).find("channel")  # noqa: S314 - our own feed

    [description] = [i.findtext("description").replace("\u00a0", " ") for i in canal.iter("item")]
    assert description == "Clos depuis le 20 mars 2021 à 12 h 00. Un chapô."


def test_liste_annonce_son_flux(client):
    liste_actualites(site_public())

    contenu = client.get("/actualites/").content.decode()

    attendu = (
        '<link rel="alternate" type="application/rss+xml" title="Actualités" href="http://testserver/actualites/rss/">'
    )
    assert attendu in contenu
