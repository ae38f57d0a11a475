"""An article: what it links to, and what it costs."""

from datetime import date

import pytest
from django.core.cache import cache
from django.core.exceptions import ValidationError

from tests.fabriques.pages import appel, article, illustree, image, liste_actualites, liste_appels, site_public

pytestmark = pytest.mark.django_db


@pytest.fixture
def liste():
    return liste_actualites(site_public())


def test_article_proches_par_etiquettes_puis_par_date(client, liste):
    article(liste, "Lu", ["a", "b"], date=date(2021, 1, 1))
    article(liste, "Deux communes", ["a", "b"], date=date(2019, 1, 1))
    article(liste, "Une commune", ["a", "z"], date=date(2020, 1, 1))
    article(liste, "Récent sans rapport", ["z"], date=date(2024, 1, 1))
    article(liste, "Ancien sans rapport", date=date(2018, 1, 1))

    proches = client.get("/actualites/lu/").context["proches"]

    assert [p.title for p in proches] == ["Deux communes", "Une commune", "Récent sans rapport"]


def test_article_ordre_de_lecture_meme_le_meme_jour(client, liste):
    for titre, jour in (("Un", 1), ("Deux", 2), ("Deux bis", 2), ("Trois", 3)):
        article(liste, titre, date=date(2021, 1, jour))

    suites = {}
    for adresse in ("un", "deux", "deux-bis", "trois"):
        contexte = client.get(f"/actualites/{adresse}/").context
        suites[adresse] = tuple(page and page.title for page in (contexte["precedent"], contexte["suivant"]))

    assert suites == {
        "un": (None, "Deux"),
        "deux": ("Un", "Deux bis"),
        "deux-bis": ("Deux", "Trois"),
        "trois": ("Deux bis", None),
    }


def test_article_en_dix_requetes_au_plus(client, liste, requetes_au_plus):
    for numero in range(4):
        article(liste, f"Article {numero}", ["jeunes"], date=date(2021, 1, 1 + numero), **illustree())
    client.get("/actualites/article-1/")  # the pictures are resized once
    cache.clear()

    with requetes_au_plus("un article"):
        reponse = client.get("/actualites/article-1/")

    assert len(reponse.context["proches"]) == 3


def test_article_image_sans_credit_est_refusee(liste):
    cree = article(liste, **illustree())
    cree.image_credit = ""

    with pytest.raises(ValidationError, match="un texte alternatif et un crédit"):
        cree.full_clean()


def test_article_image_porte_son_alternative_et_son_credit(client, liste):
    article(liste, "Lu", image=image(), image_alternative="Deux cercles.", image_credit="L’atelier")

    contenu = client.get("/actualites/lu/").content.decode()

    assert 'alt="Deux cercles."' in contenu
    assert "Crédit : L’atelier" in contenu.replace("\u00a0", " ")


def test_appel_relie_a_ses_editions(client):
    liste = liste_appels(site_public())
    premier = appel(liste, "Premier")
    appel(liste, "Second", edition_precedente=premier)

    lu_premier, lu_second = client.get("/appels/premier/").context, client.get("/appels/second/").context

    assert (lu_premier["precedente"], lu_premier["suivante"].title) == (None, "Second")
    assert (lu_second["precedente"].title, lu_second["suivante"]) == ("Premier", None)


def test_appel_ouvert_invite_a_candidater_et_clos_ne_le_fait_plus(client):
    liste = liste_appels(site_public())
    adresse = "https://demarche.exemple.fr/"
    ouvert = appel(liste, "Appel", candidater_adresse=adresse, budget="16000000")

    avant = client.get("/appels/appel/").content.decode()
    ouvert.cloture = ouvert.ouverture.replace(year=2021)
    ouvert.save_revision().publish()
    cache.clear()
    apres = client.get("/appels/appel/").content.decode()

    bouton = f'<a class="btn btn-primary" href="{adresse}">'
    assert (bouton in avant, bouton in apres) == (True, False)
    assert "16 000 000 €" in avant.replace("\u00a0", " ").replace("\u202f", " ")
