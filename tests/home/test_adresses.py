"""The addresses of pages."""

from importlib import import_module

import pytest
from django.apps import apps
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page, Site

from actualites.models import ActualitesIndex
from tests.fabriques.pages import langue, promotion, site_public

pytestmark = [pytest.mark.django_db, pytest.mark.une_base]


def test_adresse_d_une_page_sans_accent():
    accueil = Site.objects.get(is_default_site=True).root_page

    page = accueil.add_child(instance=ActualitesIndex(title="Une rencontre des référents, à Évry"))

    assert page.slug == "une-rencontre-des-referents-a-evry"


# --- Addresses that said "sponsor" -----------------------------------------------------------------------------------

adresses_mentor = import_module("home.migrations.0005_adresses_mentor")


@pytest.fixture
def anglaises():
    """The English site as the demonstration first named it: a page, and one below it that awaits publication."""
    accueil = site_public()
    accueil_anglais = accueil.copy_for_translation(langue("en"))
    accueil_anglais.slug = "welcome"
    accueil_anglais.save_revision().publish()
    page = promotion(accueil_anglais, "Understand", slug="understand-sponsorship")
    dessous = promotion(page, "Below", slug="below")
    page.save_revision()
    return page, dessous


def renommer_les_pages():
    adresses_mentor.renommer(apps, None)


def test_ancienne_adresse_anglaise_mene_a_la_nouvelle(client, anglaises):
    assert [page.url for page in anglaises] == ["/en/understand-sponsorship/", "/en/understand-sponsorship/below/"]

    renommer_les_pages()

    for ancienne, nouvelle in (
        ("/en/understand-sponsorship/", "/en/understand-mentoring/"),
        ("/en/understand-sponsorship/?a=1", "/en/understand-mentoring/"),
        ("/en/understand-sponsorship/below/", "/en/understand-mentoring/below/"),
    ):
        reponse = client.get(ancienne)
        assert (reponse.status_code, reponse["Location"]) == (301, nouvelle)
        assert client.get(nouvelle).status_code == 200


def test_brouillon_publie_apres_le_changement_garde_la_nouvelle_adresse(anglaises):
    page, _dessous = anglaises

    renommer_les_pages()
    page.refresh_from_db()
    page.latest_revision.publish()

    page.refresh_from_db()
    assert page.slug == "understand-mentoring"
    assert Page.find_problems() == ([], [], [], [], [])


def test_adresse_deja_prise_n_est_pas_donnee(anglaises):
    page, _dessous = anglaises
    promotion(page.get_parent(), "Other", slug="understand-mentoring")

    renommer_les_pages()

    page.refresh_from_db()
    assert (page.slug, Redirect.objects.count()) == ("understand-sponsorship", 0)


def test_changement_d_adresses_se_defait(client, anglaises):
    renommer_les_pages()
    adresses_mentor.revenir(apps, None)

    assert client.get("/en/understand-sponsorship/below/").status_code == 200
    assert Redirect.objects.count() == 0


def test_page_francaise_garde_la_sienne():
    page = promotion(site_public(), "Sponsor", slug="understand-sponsorship")

    renommer_les_pages()

    page.refresh_from_db()
    assert page.slug == "understand-sponsorship"
