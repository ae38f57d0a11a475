"""The pages that belong to no room: errors, sign-in, the frame of every page."""

import re
from html.parser import HTMLParser

import pytest
from allauth.account.models import EmailAddress
from django.template.loader import render_to_string
from django.test import Client
from django.urls import reverse

from tests.fabriques.comptes import MOT_DE_PASSE, CompteFactory

pytestmark = pytest.mark.django_db

PAGES_DE_VISITEUR = {
    "account_login": "Se connecter",
    "account_reset_password": "Choisir un nouveau mot de passe",
    "account_reset_password_done": "Regardez votre messagerie",
    "account_reset_password_from_key_done": "Mot de passe enregistré",
    "account_signup": "Les comptes s’ouvrent sur invitation",
    "account_inactive": "Ce compte est désactivé",
    "account_email_verification_sent": "Regardez votre messagerie",
}
PAGES_DE_COMPTE = {
    "account_logout": "Se déconnecter\u00a0?",
    "account_change_password": "Changer mon mot de passe",
    "account_reauthenticate": "C’est bien vous\u00a0?",
    "account_email": "Votre adresse électronique",
}


class Plan(HTMLParser):
    """Titles, identifiers and links of a page."""

    def __init__(self, page: str):
        super().__init__()
        self.identifiants, self.ancres, self.titres = [], [], []
        self.feed(page)

    def handle_starttag(self, balise, attributs):
        attributs = dict(attributs)
        if "id" in attributs:
            self.identifiants.append(attributs["id"])
        if attributs.get("href", "").startswith("#"):
            self.ancres.append(attributs["href"][1:])
        if balise in ("h1", "h2", "h3", "h4"):
            self.titres.append(balise)


def _h1(reponse) -> list[str]:
    return [
        re.sub(r"<[^>]+>", "", titre).strip()
        for titre in re.findall(r"<h1[^>]*>(.*?)</h1>", reponse.content.decode(), re.DOTALL)
    ]


@pytest.mark.parametrize(("nom", "titre"), PAGES_DE_VISITEUR.items())
def test_page_of_a_visitor_bears_our_title(client, nom, titre):
    reponse = client.get(reverse(nom))

    assert (reponse.status_code, _h1(reponse)) == (200, [titre])


@pytest.mark.parametrize(("nom", "titre"), PAGES_DE_COMPTE.items())
def test_page_of_an_account_bears_our_title(client, nom, titre):
    client.force_login(CompteFactory())

    reponse = client.get(reverse(nom))

    assert (reponse.status_code, _h1(reponse)) == (200, [titre])


def test_connexion_through_the_page_as_a_browser_does():
    """With the anti-forgery check on: the form must carry its token and where to go next."""
    CompteFactory(email="camille@exemple.fr")
    navigateur = Client(enforce_csrf_checks=True)
    page = navigateur.get("/compte/login/?next=/espace/bilans/").content.decode()
    champs = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]+)"', page))

    reponse = navigateur.post("/compte/login/", champs | {"login": "camille@exemple.fr", "password": MOT_DE_PASSE})

    assert sorted(champs) == ["csrfmiddlewaretoken", "next"]
    assert (reponse.status_code, reponse.url) == (302, "/espace/bilans/")


def test_mot_de_passe_changed_through_the_page_as_a_browser_does():
    compte = CompteFactory()
    navigateur = Client(enforce_csrf_checks=True)
    navigateur.force_login(compte)
    page = navigateur.get("/compte/password/change/").content.decode()
    jeton = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)[1]

    navigateur.post(
        "/compte/password/change/",
        {
            "csrfmiddlewaretoken": jeton,
            "oldpassword": MOT_DE_PASSE,
            "password1": "quatre mots sans rapport",
            "password2": "quatre mots sans rapport",
        },
    )

    compte.refresh_from_db()
    assert compte.check_password("quatre mots sans rapport") is True


def test_connexion_offers_no_sign_up(client):
    page = client.get("/compte/login/").content.decode()

    assert reverse("account_reset_password") in page
    assert reverse("account_signup") not in page


def test_adresse_of_an_account_is_not_changed_by_its_owner(client):
    compte = CompteFactory(email="camille@exemple.fr")
    client.force_login(compte)

    reponse = client.post(reverse("account_email"), {"email": "ailleurs@exemple.fr", "action_add": ""})

    assert reponse.status_code == 405
    assert EmailAddress.objects.filter(email="ailleurs@exemple.fr").exists() is False


def test_deconnexion_says_goodbye(client):
    client.force_login(CompteFactory())

    client.post("/compte/logout/")

    page = client.get("/compte/login/").content.decode()
    assert "Vous êtes déconnecté·e. À bientôt" in page


def test_adresse_inconnue_says_where_to_go(client):
    reponse = client.get("/nulle-part/")

    assert (reponse.status_code, _h1(reponse)) == (404, ["Cette page n’est plus là"])
    assert '<a class="btn btn-primary" href="/">' in reponse.content.decode()


def test_formulaire_sans_jeton_keeps_what_was_typed():
    reponse = Client(enforce_csrf_checks=True).post("/compte/login/", {"login": "a@exemple.fr", "password": "x"})

    assert (reponse.status_code, _h1(reponse)) == (403, ["Ce formulaire a expiré"])


def test_trop_de_demandes_says_how_long_to_wait(client):
    for _ in range(6):
        reponse = client.post("/compte/password/reset/", {"email": "camille@exemple.fr"})

    assert (reponse.status_code, _h1(reponse)) == (429, ["Un peu de patience"])
    assert "Patientez cinq minutes" in reponse.content.decode()


def test_incident_stands_without_context():
    """The page of a failure asks nothing of the code that failed: no tag, no variable, no query."""
    page = render_to_string("500.html")

    assert "Le portail a rencontré un incident" in page
    assert ("{%" in page, "{{" in page) == (False, False)


@pytest.mark.parametrize("chemin", ["/compte/login/", "/nulle-part/"])
def test_cadre_of_a_page_holds_together(client, chemin):
    page = client.get(chemin).content.decode()
    plan = Plan(page)

    assert page.count("<main") == 1
    assert plan.titres.count("h1") == 1
    assert len(plan.identifiants) == len(set(plan.identifiants))
    assert set(plan.ancres) - set(plan.identifiants) == set()
    assert 'lang="fr"' in page


def test_cadre_offers_the_other_language(client):
    francais = client.get("/compte/login/").content.decode()
    anglais = client.get("/en/compte/login/").content.decode()

    assert '<a href="/en/compte/login/" hreflang="en" lang="en">English</a>' in francais
    assert '<a href="/compte/login/" hreflang="fr" lang="fr">Français</a>' in anglais
    assert '<html lang="en">' in anglais


def test_cadre_asks_nothing_of_another_site(client):
    page = client.get("/compte/login/").content.decode()

    assert re.findall(r'(?:src|href)="(?:https?:)?//[^"]*"', page) == []
