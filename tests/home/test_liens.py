"""Links between pages in rich text."""

import json

import pytest
from wagtail.rich_text import expand_db_html

from tests.fabriques.pages import promotion, site_public

pytestmark = [pytest.mark.django_db, pytest.mark.une_base]


def lien(pk) -> str:
    return f'<a linktype="page" id="{pk}">ici</a>'


def test_liens_d_un_texte_en_une_requete(requetes_au_plus):
    accueil = site_public()
    pages = [promotion(accueil, f"Page {numero}") for numero in range(3)]
    expand_db_html(lien(pages[0].pk))  # Wagtail keeps the roots of the sites

    with requetes_au_plus("les liens d’un texte"):
        html = expand_db_html("".join(lien(page.pk) for page in pages))

    assert html == "".join(f'<a href="/page-{numero}/">ici</a>' for numero in range(3))


def test_lien_vers_une_page_disparue_reste_lisible(client):
    blocs = [{"type": "texte", "value": {"titre": "", "texte": f"<p>{lien(999999)}</p>"}}]
    promotion(site_public(), "Seule", corps=json.dumps(blocs))

    assert "<p><a>ici</a></p>" in client.get("/seule/").content.decode()
