"""Mails: two versions, one message a person, sent once the transaction is over, never at the expense of the request."""

import logging

import pytest
from django.core import mail
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.template import engines

from portal.socle.courriels import adresse_absolue, envoyer
from portal.socle.models import CourrielEnvoye

GABARITS = {
    "essai_objet.txt": "{% load i18n %}{% blocktranslate %}Bilan de {{ nom }}\n{% endblocktranslate %}",
    "essai.txt": (
        '{% extends "courriels/base.txt" %}{% block contenu %}Bonjour {{ nom }}{% endblock %}'
        "{% block raison %}Vous suivez ce bilan.{% endblock %}"
    ),
    "essai.html": (
        '{% extends "courriels/base.html" %}{% block contenu %}<p>Bonjour {{ nom }}</p>{% endblock %}'
        "{% block raison %}Vous suivez ce bilan.{% endblock %}"
    ),
}
CONTEXTE = {"nom": "L’Envol & Cie", "bouton_url": "http://localhost/espace/?a=1&b=2", "bouton_texte": "Voir le bilan"}


class ServeurEnPanne(BaseEmailBackend):
    """A mail server that does not answer."""

    def send_messages(self, email_messages):
        raise ConnectionRefusedError("no answer")


@pytest.fixture(autouse=True)
def _gabarits(settings, tmp_path):
    for nom, texte in GABARITS.items():
        (tmp_path / nom).write_text(texte, encoding="utf-8")
    settings.TEMPLATES = [settings.TEMPLATES[0] | {"DIRS": [*settings.TEMPLATES[0]["DIRS"], tmp_path]}]
    engines.__dict__.pop("templates", None)
    settings.WAGTAILADMIN_BASE_URL = "https://parrainage.example/"


@pytest.mark.django_db
def test_envoyer_writes_both_versions(django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        envoyer("essai", ["a@exemple.fr"], CONTEXTE, langue="fr")

    [message] = mail.outbox
    [(html, genre)] = message.alternatives
    assert (message.to, message.subject, genre) == (["a@exemple.fr"], "Bilan de L’Envol & Cie", "text/html")
    assert message.body == (
        "Bonjour L’Envol & Cie\nVoir le bilan\nhttp://localhost/espace/?a=1&b=2\n\n-- \n"
        "Parrainage vers l’emploi\nhttps://parrainage.example/\nVous suivez ce bilan.\n"
    )
    assert "<p>Bonjour L’Envol &amp; Cie</p>" in html
    assert html.count('class="bouton"') == 1
    assert '<a href="https://parrainage.example/">' in html
    assert "Vous suivez ce bilan." in html


@pytest.mark.django_db
def test_envoyer_tells_nobody_who_else_receives_it(django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        envoyer("essai", ["b@exemple.fr", "a@exemple.fr", "a@exemple.fr", ""], CONTEXTE, langue="fr")

    assert [message.to for message in mail.outbox] == [["a@exemple.fr"], ["b@exemple.fr"]]


@pytest.mark.django_db
def test_envoyer_to_nobody_sends_nothing(django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True) as appels:
        envoyer("essai", [], CONTEXTE, langue="fr")

    assert (appels, mail.outbox) == ([], [])


@pytest.mark.django_db
def test_envoyer_waits_for_the_commit_and_forgets_on_rollback(django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        with transaction.atomic():
            envoyer("essai", ["gardee@exemple.fr"], CONTEXTE, langue="fr")
            avant = len(mail.outbox)
        with transaction.atomic():
            envoyer("essai", ["annulee@exemple.fr"], CONTEXTE, langue="fr")
            transaction.set_rollback(True)

    assert avant == 0
    assert [message.to for message in mail.outbox] == [["gardee@exemple.fr"]]


@pytest.mark.django_db
def test_envoyer_survives_a_mail_server_that_fails(settings, caplog, django_capture_on_commit_callbacks):
    settings.EMAIL_BACKEND = "tests.socle.test_courriels.ServeurEnPanne"

    with caplog.at_level(logging.ERROR), django_capture_on_commit_callbacks(execute=True):
        envoyer("essai", ["a@exemple.fr"], CONTEXTE, langue="fr")

    [ligne] = caplog.records
    courriel = CourrielEnvoye.objects.get()
    assert ligne.getMessage() == f"Mail {courriel.pk} not sent: the mail server failed (ConnectionRefusedError)."


def test_adresse_absolue_joins_with_one_slash():
    assert adresse_absolue("/espace/") == "https://parrainage.example/espace/"
    assert adresse_absolue("espace/") == "https://parrainage.example/espace/"


@pytest.mark.django_db
def test_courriel_of_a_forgotten_password_in_two_versions(client):
    from tests.fabriques.comptes import CompteFactory

    CompteFactory(email="camille@exemple.fr")
    client.post("/compte/password/reset/", {"email": "camille@exemple.fr"})

    [message] = mail.outbox
    [(html, _genre)] = message.alternatives
    lien = next(ligne for ligne in message.body.splitlines() if "/compte/password/reset/key/" in ligne)
    assert message.subject == "Choisissez votre nouveau mot de passe"
    assert html.count(f'href="{lien}"') == 2
    assert "Vous recevez ce message parce que" in message.body
    assert "Vous recevez ce message parce que" in html


@pytest.mark.django_db
def test_courriel_to_an_unknown_address_offers_no_sign_up(client):
    client.post("/compte/password/reset/", {"email": "personne@exemple.fr"})

    [message] = mail.outbox
    [(html, _genre)] = message.alternatives
    assert message.subject == "Aucun compte avec cette adresse"
    assert "personne@exemple.fr" in message.body
    assert "signup" not in message.body + html
