"""Two languages: a page is served at the address of its own language, and nowhere else."""

import pytest
from bs4 import BeautifulSoup
from wagtail.models import Page
from wagtail_localize.models import LocaleSynchronization
from wagtail_localize.operations import translate_object, translate_page_subtree

from home.models import TerritoiresPage
from tests.fabriques.pages import langue, promotion, site_public, sous

pytestmark = pytest.mark.django_db


def traduire(page, slug, publiee=True):
    traduction = page.copy_for_translation(langue("en"))
    traduction.slug = slug
    traduction.title = f"English {slug}"
    if publiee:
        traduction.save_revision().publish()
    else:
        traduction.save()
    return traduction


def test_anglais_en_brouillon_renvoie_a_la_page_francaise(client):
    accueil = site_public()
    promotion(accueil, "Comprendre")
    traduire(accueil, "welcome", publiee=False)

    for adresse, attendue in (("/en/", "/?langue=en"), ("/en/comprendre/?a=1", "/comprendre/?a=1&langue=en")):
        reponse = client.get(adresse)
        assert (reponse.status_code, reponse["Location"]) == (302, attendue)


def test_alias_renvoie_a_la_page_traduisible(client):
    accueil = site_public()
    page = promotion(accueil, "Comprendre")
    traduire(accueil, "welcome")
    page.copy_for_translation(langue("en"), alias=True)

    reponse = client.get("/en/comprendre/")

    assert (reponse.status_code, reponse["Location"]) == (302, "/comprendre/?langue=en")


def test_traduction_publiee_annonce_les_deux_adresses(client):
    accueil = site_public()
    page = promotion(accueil, "Comprendre")
    traduire(accueil, "welcome")
    traduire(page, "understand")

    for adresse in ("/comprendre/", "/en/understand/"):
        contenu = client.get(adresse).content.decode()
        assert f'<link rel="canonical" href="http://testserver{adresse}">' in contenu
        assert '<link rel="alternate" hreflang="fr" href="http://testserver/comprendre/">' in contenu
        assert '<link rel="alternate" hreflang="en" href="http://testserver/en/understand/">' in contenu


def test_departement_s_annonce_dans_chaque_langue_a_sa_propre_adresse(client):
    accueil = site_public()
    territoires = sous(accueil, TerritoiresPage, title="Territoires", slug="territoires")
    traduire(accueil, "welcome")
    traduire(territoires, "territories")
    francaise, anglaise = "/territoires/93-seine-saint-denis/", "/en/territories/93-seine-saint-denis/"

    for adresse in (francaise, anglaise):
        lu = BeautifulSoup(client.get(adresse).content.decode(), "html.parser")
        assert [
            (lien["hreflang"], lien["href"]) for lien in lu.select("head link[hreflang]:not([hreflang=x-default])")
        ] == [
            ("fr", f"http://testserver{francaise}"),
            ("en", f"http://testserver{anglaise}"),
        ]


def test_changer_de_langue_garde_la_recherche_sans_le_numero_de_la_page(client):
    accueil = site_public()
    page = promotion(accueil, "Comprendre")
    traduire(accueil, "welcome")
    traduire(page, "understand")

    lu = BeautifulSoup(client.get("/comprendre/?lieu=93200&page=2&langue=en").content.decode(), "html.parser")

    assert [lien["href"] for lien in lu.select("a[hreflang=en]")] == ["/en/understand/?lieu=93200"]
    assert [lien["href"] for lien in lu.select("head link[hreflang=en]")] == ["http://testserver/en/understand/"]


def test_traduction_absente_n_est_pas_annoncee(client):
    accueil = site_public()
    traduire(accueil, "welcome")
    promotion(accueil, "Comprendre")

    assert "hreflang=" not in client.get("/comprendre/").content.decode()


def test_parcours_de_traduction_laisse_l_arbre_sain(client, django_capture_on_commit_callbacks):
    accueil = site_public()
    mere = promotion(accueil, "Mère", slug="mere")
    promotion(mere, "Fille")
    LocaleSynchronization.objects.create(locale=langue("en"), sync_from=langue("fr"))

    with django_capture_on_commit_callbacks(execute=True):
        translate_object(Page.objects.get(pk=accueil.pk).specific, [langue("en")])
        # "Include subtree", as the back office does it.
        translate_object(Page.objects.get(pk=mere.pk).specific, [langue("en")])
        translate_page_subtree(mere.pk, [langue("en")], None, None)

    assert [list(defauts) for defauts in Page.find_problems()] == [[], [], [], [], []]
    # Nothing untranslated is shown under /en/, though the aliases sent for translation are still live.
    assert Page.objects.live().filter(locale=langue("en"), alias_of__isnull=True).exists()
    assert [client.get(adresse).status_code for adresse in ("/en/", "/en/mere/")] == [302, 302]
    assert "hreflang=" not in client.get("/").content.decode()
