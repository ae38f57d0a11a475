"""The home page, promotion pages and the site map."""

import json
from datetime import date

import pytest
from django.core.cache import cache

from home.models import PagePlan
from tests.fabriques.pages import (
    appel,
    article,
    illustree,
    liste_actualites,
    liste_appels,
    promotion,
    site_public,
    sous,
)

pytestmark = [pytest.mark.django_db, pytest.mark.une_base]


def test_accueil_sans_appel_ouvert_le_dit_et_mene_aux_passes(client):
    liste = liste_appels(site_public())
    appel(liste, "Ancien", cloture="2021-01-01 00:00+00:00")

    contenu = client.get("/").content.decode()

    assert "Aucun appel à projets n’est ouvert en ce moment." in contenu
    assert f'<a class="btn" href="{liste.url}">Voir les appels passés</a>' in contenu


def test_accueil_montre_les_trois_dernieres_actualites_et_les_appels_ouverts(client):
    accueil = site_public()
    actualites, appels = liste_actualites(accueil), liste_appels(accueil)
    for jour in (1, 2, 3, 4):
        article(actualites, f"Article {jour}", date=date(2021, 1, jour))
    appel(appels, "Ouvert")
    appel(appels, "Clos", cloture="2021-01-01 00:00+00:00")

    contexte = client.get("/").context

    assert [a.title for a in contexte["articles"]] == ["Article 4", "Article 3", "Article 2"]
    assert [ligne["appel"].title for ligne in contexte["appels"]] == ["Ouvert"]


def test_accueil_en_seize_requetes_au_plus(client, requetes_au_plus):
    accueil = site_public(**illustree())
    actualites, appels = liste_actualites(accueil), liste_appels(accueil)
    for numero in range(4):
        article(actualites, f"Article {numero}", ["jeunes"], **illustree())
        appel(appels, f"Appel {numero}")
    client.get("/")  # the pictures are resized once
    cache.clear()

    with requetes_au_plus("la page d’accueil"):
        reponse = client.get("/")

    assert len(reponse.context["articles"]) == 3


def test_accueil_sans_code_ni_style_en_ligne(client):
    site_public()

    reponse = client.get("/")

    politique = reponse["Content-Security-Policy"]
    assert ("default-src 'self'" in politique, "unsafe-inline" in politique) == (True, False)
    assert (" style=" in reponse.content.decode(), " onclick=" in reponse.content.decode()) == (False, False)


def test_promotion_sommaire_des_blocs_titres(client):
    blocs = [
        {"type": "texte", "value": {"titre": titre, "texte": "<p>Un texte.</p>"}}
        for titre in ("Ce qu’il est", "", "Combien de temps", "Pour qui")
    ]
    promotion(site_public(), "Comprendre", corps=json.dumps(blocs))

    reponse = client.get("/comprendre/")

    assert [e["titre"] for e in reponse.context["sommaire"]] == ["Ce qu’il est", "Combien de temps", "Pour qui"]
    for entree in reponse.context["sommaire"]:
        assert f'<a href="#{entree["ancre"]}">' in reponse.content.decode()
        assert f'<h2 id="{entree["ancre"]}">' in reponse.content.decode()


def test_plan_du_site_sans_les_brouillons(client):
    accueil = site_public()
    mere = promotion(accueil, "Mère")
    promotion(mere, "Fille")
    promotion(accueil, "Brouillon", live=False)
    sous(accueil, PagePlan, title="Plan", slug="plan")

    rubriques = client.get("/plan/").context["rubriques"]

    assert [(r["page"].title, [p.title for p in r["pages"]]) for r in rubriques] == [("Mère", ["Fille"]), ("Plan", [])]


def test_page_privee_reste_fermee(client):
    from wagtail.models import PageViewRestriction

    page = promotion(site_public(), "Réservée", slug="reservee")
    assert client.get("/reservee/").status_code == 200
    cache.clear()
    PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)

    reponse = client.get("/reservee/")

    assert reponse.status_code == 302
    assert reponse.url.startswith("/compte/")
