"""Search over the public pages, in the language of the reader."""

import unicodedata

import pytest
from wagtail.models import PageViewRestriction

from tests.fabriques.pages import article, langue, liste_actualites, promotion, recherche, site_public

pytestmark = pytest.mark.django_db


def trouvees(client, mots, adresse="/recherche/") -> list[str]:
    return [page.title for page in client.get(adresse, {"q": mots}).context["pages_trouvees"]]


def test_recherche_ne_trouve_que_les_pages_publiques(client):
    accueil = site_public()
    recherche(accueil)
    article(liste_actualites(accueil), "Le marrainage")
    promotion(accueil, "Marrainage en brouillon", live=False)
    privee = promotion(accueil, "Marrainage privé")
    assert sorted(trouvees(client, "marrainage")) == ["Le marrainage", "Marrainage privé"]
    PageViewRestriction.objects.create(page=privee, restriction_type=PageViewRestriction.LOGIN)

    assert trouvees(client, "marrainage ") == ["Le marrainage"]


@pytest.mark.parametrize("mots", ["élégance", "elegance", "  Élégance  "])
def test_recherche_sans_egard_aux_accents(client, mots):
    accueil = site_public()
    recherche(accueil)
    promotion(accueil, "Une élégance")

    assert trouvees(client, mots) == ["Une élégance"]


def test_recherche_de_lettres_decomposees(client):
    accueil = site_public()
    recherche(accueil)
    promotion(accueil, "Le réseau")

    assert trouvees(client, unicodedata.normalize("NFD", "réseau")) == ["Le réseau"]


def test_recherche_de_plusieurs_mots_les_veut_tous(client):
    accueil = site_public()
    recherche(accueil)
    promotion(accueil, "Devenir marraine")
    promotion(accueil, "Devenir mentor")

    assert trouvees(client, "devenir mentor") == ["Devenir mentor"]


@pytest.mark.parametrize("mots", ["", "   ", '"', "* OR", "x" * 5000, "\x00", "NEAR(", "d'une"])
def test_recherche_etrange_ne_casse_rien(client, mots):
    accueil = site_public()
    recherche(accueil)
    promotion(accueil, "Devenir mentor")

    reponse = client.get("/recherche/", {"q": mots})

    assert (reponse.status_code, reponse.context["pages_trouvees"]) == (200, [])


def test_recherche_respecte_la_langue(client):
    accueil = site_public()
    page = recherche(accueil)
    promotion(accueil, "Mentorat ici")
    accueil.copy_for_translation(langue("en"), alias=False).save_revision().publish()
    anglaise = page.copy_for_translation(langue("en"))
    anglaise.slug = "search"
    anglaise.save_revision().publish()

    assert trouvees(client, "mentorat") == ["Mentorat ici"]
    assert trouvees(client, "mentorat", "/en/search/") == []
