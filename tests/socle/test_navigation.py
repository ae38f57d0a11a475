"""The ways around the site: main navigation, footer, languages."""

import pytest
from django.test import RequestFactory
from django.utils import translation
from wagtail.models import Locale, Page, PageViewRestriction, Site

from portal.socle.templatetags.navigation import Langue, Lien, langues, menu_pied, menu_principal, url_accueil

pytestmark = pytest.mark.django_db


@pytest.fixture
def accueil() -> Page:
    return Site.objects.get(is_default_site=True).root_page


def _contexte(chemin: str = "/") -> dict:
    return {"request": RequestFactory(SERVER_NAME="localhost").get(chemin)}


def _page(parent: Page, titre: str, *, au_menu: bool = True, **champs) -> Page:
    return parent.add_child(instance=Page(title=titre, slug=titre.lower(), show_in_menus=au_menu, **champs))


def test_menu_shows_the_published_pages_marked_for_it(accueil):
    appels = _page(accueil, "Appels")
    _page(accueil, "Mentions", au_menu=False)
    _page(accueil, "Brouillon", live=False)
    _page(appels, "Petite-fille")

    assert menu_principal(_contexte()) == [Lien("Appels", "/appels/", False)]


def test_menu_follows_the_order_of_the_tree(accueil):
    for titre in ("Comprendre", "Agir", "Bilans"):
        _page(accueil, titre)

    assert [lien.titre for lien in menu_principal(_contexte())] == ["Comprendre", "Agir", "Bilans"]


def test_menu_marks_the_section_of_the_page_shown(accueil):
    _page(accueil, "Appels")
    _page(accueil, "Actualites")

    assert [lien.courant for lien in menu_principal(_contexte("/appels/deuxieme/"))] == [True, False]


def test_menu_leaves_out_restricted_pages(accueil):
    reservee = _page(accueil, "Reservee")
    avant = [lien.titre for lien in menu_principal(_contexte())]
    PageViewRestriction.objects.create(page=reservee, restriction_type=PageViewRestriction.LOGIN)

    assert avant == ["Reservee"]
    assert menu_principal(_contexte()) == []


def test_menu_in_each_language_leads_to_its_own_pages(accueil):
    anglais = Locale.objects.create(language_code="en")
    home = accueil.copy_for_translation(anglais)
    home.get_latest_revision().publish()
    _page(accueil, "Comprendre")
    _page(home, "Understand", locale=anglais)

    en_francais = menu_principal(_contexte())
    with translation.override("en"):
        en_anglais = menu_principal(_contexte("/en/"))

    assert en_francais == [Lien("Comprendre", "/comprendre/", False)]
    assert en_anglais == [Lien("Understand", "/en/understand/", False)]


def test_pied_shows_the_other_pages(accueil):
    _page(accueil, "Appels")
    _page(accueil, "Accessibilite", au_menu=False)

    assert menu_pied(_contexte()) == [Lien("Accessibilite", "/accessibilite/", False)]


@pytest.mark.parametrize("combien", [1, 3])
def test_menu_and_pied_cost_three_queries_whatever_their_length(accueil, combien, django_assert_num_queries):
    for rang in range(combien):
        _page(accueil, f"Rubrique{rang}")
        _page(accueil, f"Legale{rang}", au_menu=False)
    Site.get_site_root_paths()  # kept by Wagtail from one request to the next
    contexte = _contexte()

    # The site, the restrictions, the pages.
    with django_assert_num_queries(3):
        nombres = [len(menu_principal(contexte)), len(menu_pied(contexte)), len(menu_principal(contexte))]

    assert nombres == [combien, combien, combien]


def test_menu_without_a_site_is_empty():
    Site.objects.all().delete()

    assert menu_principal(_contexte()) == []


def test_menu_without_a_request_is_empty():
    assert (menu_principal({}), langues({})) == ([], [])


def test_langues_of_a_view_give_the_same_address_in_each():
    assert langues(_contexte("/compte/login/?next=/espace/")) == [
        Langue(
            "fr",
            "français",
            "/compte/login/?next=/espace/",
            "http://localhost/compte/login/?next=/espace/",
            True,
        ),
        Langue(
            "en",
            "English",
            "/en/compte/login/?next=/espace/",
            "http://localhost/en/compte/login/?next=/espace/",
            False,
        ),
    ]


def test_accueil_follows_the_active_language():
    en_francais = url_accueil()
    with translation.override("en"):
        en_anglais = url_accueil()

    assert (en_francais, en_anglais) == ("/", "/en/")
