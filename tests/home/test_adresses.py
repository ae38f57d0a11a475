"""The addresses of pages."""

import pytest
from wagtail.models import Site

from actualites.models import ActualitesIndex

pytestmark = pytest.mark.django_db


def test_adresse_d_une_page_sans_accent():
    accueil = Site.objects.get(is_default_site=True).root_page

    page = accueil.add_child(instance=ActualitesIndex(title="Une rencontre des référents, à Évry"))

    assert page.slug == "une-rencontre-des-referents-a-evry"
