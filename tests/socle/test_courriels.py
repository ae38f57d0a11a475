"""A mail leaves: two versions, one message a person, in their language, once the transaction is over."""

import logging
from datetime import UTC, date, datetime

import pytest
from django.contrib.auth import get_user_model
from django.core import mail
from django.core.mail import send_mail
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext_lazy, ngettext_lazy
from wagtail.users.models import UserProfile

from portal.socle import courrier
from portal.socle.courrier import Destinataire, Echeance, Lien, LigneAvecLien, Phrase, adresse_absolue, textes
from portal.socle.courrier.valeurs import ecrire
from portal.socle.models import CourrielEnvoye
from tests.fabriques.comptes import CompteFactory

pytestmark = pytest.mark.django_db
ARRIVEE = "benevolat.candidature_arrivee"


class ServeurEnPanne(BaseEmailBackend):
    """A mail server that does not answer."""

    def send_messages(self, email_messages):
        raise ConnectionRefusedError("no answer")


@pytest.fixture(autouse=True)
def _adresse(settings):
    settings.WAGTAILADMIN_BASE_URL = "https://parrainage.example/"


@pytest.fixture
def envoyer(django_capture_on_commit_callbacks):
    def _envoyer(*a, **autres):
        valeurs = {"structure": "L’Envol & Cie", "promise": date(2026, 12, 3), "lien": Lien("espace:accueil")}
        with django_capture_on_commit_callbacks(execute=True):
            return courrier.envoyer(ARRIVEE, a=a, **valeurs | autres)

    return _envoyer


def anglophone(**champs):
    compte = CompteFactory(**champs)
    UserProfile.objects.create(user=compte, preferred_language="en")
    return compte


def test_un_courriel_a_deux_versions_un_bouton_et_une_raison(envoyer):
    envoyer(Destinataire("a@exemple.fr"))

    [message] = mail.outbox
    [(html, genre)] = message.alternatives
    assert (message.to, message.subject, genre) == (
        ["a@exemple.fr"],
        "Une nouvelle candidature est arrivée",
        "text/html",
    )
    assert message.body == (
        "Bonjour,\n\n"
        "Une personne propose d’aider comme bénévole. Sa candidature est arrivée chez vous\u00a0: L’Envol & Cie.\n\n"
        "Une réponse lui est promise pour le 3 décembre 2026.\n\n"
        "Ouvrir le dossier\nhttps://parrainage.example/espace/\n\n-- \n"
        "Parrainage vers l’emploi\nhttps://parrainage.example/\n"
        "Vous recevez ce message parce que vous suivez les candidatures de bénévoles sur le portail.\n"
    )
    assert "arrivée chez vous\u00a0: L’Envol &amp; Cie.</p>" in html
    assert html.count('class="bouton"') == 1
    assert '<html lang="fr">' in html


@pytest.mark.parametrize("ecran", ["fr", "en"])
def test_chacun_le_lit_dans_sa_langue_quelle_que_soit_celle_de_l_ecran(envoyer, ecran):
    """Seen: « pour le 3 December 2026 » and an English link in a French mail about an English-speaking volunteer."""
    CompteFactory(email="fr@exemple.fr")
    anglophone(email="en@exemple.fr")

    with translation.override(ecran):
        assert envoyer(*get_user_model().objects.all()) == 2

    lus = {message.to[0]: message.body for message in mail.outbox}
    assert "pour le 3 décembre 2026." in lus["fr@exemple.fr"]
    assert "\nhttps://parrainage.example/espace/\n" in lus["fr@exemple.fr"]
    assert "by 3 December 2026." in lus["en@exemple.fr"]
    assert "\nhttps://parrainage.example/en/espace/\n" in lus["en@exemple.fr"]


def test_un_paragraphe_dont_la_valeur_est_vide_n_est_pas_ecrit(envoyer):
    envoyer(Destinataire("a@exemple.fr"), promise=None)

    assert "promise" not in mail.outbox[0].body


def test_une_adresse_sans_langue_prend_celle_de_son_compte(envoyer):
    anglophone(email="en@exemple.fr")

    envoyer(Destinataire("en@exemple.fr"), Destinataire("inconnue@exemple.fr"), Destinataire("x@exemple.fr", "en"))

    assert {message.to[0]: "Hello" in message.body for message in mail.outbox} == {
        "en@exemple.fr": True,
        "inconnue@exemple.fr": False,
        "x@exemple.fr": True,
    }


def test_personne_ne_sait_qui_d_autre_le_recoit_ni_ne_le_recoit_deux_fois(envoyer):
    envoyer(*map(Destinataire, ["b@exemple.fr", "a@exemple.fr", "a@exemple.fr", ""]))

    assert [message.to for message in mail.outbox] == [["a@exemple.fr"], ["b@exemple.fr"]]


def test_un_compte_desactive_n_est_pas_ecrit(envoyer):
    assert envoyer(CompteFactory(is_active=False)) == 0
    assert mail.outbox == []


def test_une_liste_de_comptes_se_lit_en_une_requete(requetes_au_plus):
    CompteFactory.create_batch(3)
    textes.texte_modifie(ARRIVEE, "fr")  # which texts were changed is known from the cache
    valeurs = {"structure": "L’Envol", "promise": None, "lien": ""}

    with transaction.atomic(), requetes_au_plus("un courriel à une liste de comptes"):
        courrier.envoyer(ARRIVEE, a=get_user_model().objects.all(), **valeurs)


def test_rien_ne_part_avant_la_fin_de_la_transaction(django_capture_on_commit_callbacks):
    valeurs = {"structure": "L’Envol", "promise": None, "lien": ""}
    with django_capture_on_commit_callbacks(execute=True):
        with transaction.atomic():
            courrier.envoyer(ARRIVEE, a=Destinataire("gardee@exemple.fr"), **valeurs)
            avant = len(mail.outbox)
        with transaction.atomic():
            courrier.envoyer(ARRIVEE, a=Destinataire("annulee@exemple.fr"), **valeurs)
            transaction.set_rollback(True)

    assert avant == 0
    assert [message.to for message in mail.outbox] == [["gardee@exemple.fr"]]


def test_un_serveur_en_panne_n_arrete_pas_ce_qui_se_faisait(settings, caplog, envoyer):
    settings.EMAIL_BACKEND = "tests.socle.test_courriels.ServeurEnPanne"

    with caplog.at_level(logging.ERROR):
        envoyer(Destinataire("a@exemple.fr"))

    [ligne] = caplog.records
    courriel = CourrielEnvoye.objects.get()
    assert ligne.getMessage() == f"Mail {courriel.pk} not sent: the mail server failed (ConnectionRefusedError)."


@pytest.mark.parametrize(
    ("cle", "valeurs", "faute"),
    [
        ("benevolat.inconnu", {}, LookupError),
        (ARRIVEE, {"structure": "L’Envol"}, TypeError),
        (ARRIVEE, {"structure": "L’Envol", "promise": None, "lien": "", "prenom": "Awa"}, TypeError),
        (ARRIVEE, {"structure": "L’Envol", "promise": None, "lien": "", "repondre_a": "a@exemple.fr"}, TypeError),
    ],
)
def test_un_appel_qui_ne_dit_pas_ce_que_le_courriel_declare_est_une_faute(cle, valeurs, faute):
    with pytest.raises(faute):
        courrier.envoyer(cle, a=Destinataire("a@exemple.fr"), **valeurs)


def test_la_reponse_va_a_qui_le_texte_le_promet(django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        courrier.envoyer(
            "structures.retrait",
            a=Destinataire("a@exemple.fr"),
            repondre_a=["r2@exemple.fr", "r1@exemple.fr"],
            organisation="L’Envol",
        )
        courrier.envoyer("structures.retrait", a=Destinataire("a@exemple.fr"), repondre_a=[], organisation="L’Envol")

    premier, second = mail.outbox
    assert premier.reply_to == ["r1@exemple.fr, r2@exemple.fr"]
    assert "répondez à ce message, ou écrivez à r1@exemple.fr, r2@exemple.fr." in premier.body
    assert second.reply_to == []
    assert "répondez" not in second.body


@pytest.mark.parametrize(
    ("valeur", "en_francais", "en_anglais"),
    [
        (None, "", ""),
        ("L’Envol", "L’Envol", "L’Envol"),
        (date(2026, 3, 1), "1er mars 2026", "1 March 2026"),
        (Echeance(date(2026, 6, 30)), "mardi 30 juin 2026", "Tuesday 30 June 2026"),
        (datetime(2026, 3, 3, 13, 5, tzinfo=UTC), "mardi 3 mars 2026 à 14:05", "Tuesday 3 March 2026 at 14:05"),
        (1234, "1\u202f234", "1,234"),
        (Lien("espace:accueil"), "https://parrainage.example/espace/", "https://parrainage.example/en/espace/"),
        (
            Lien("espace:accueil", page=2).avec(choix="x y"),
            "https://parrainage.example/espace/?page=2&choix=x+y",
            "https://parrainage.example/en/espace/?page=2&choix=x+y",
        ),
        (gettext_lazy("Mot de passe"), "Mot de passe", "Password"),
        (
            Phrase(gettext_lazy("reçue le %(jour)s"), jour=date(2026, 3, 1)),
            "reçue le 1er mars 2026",
            "received on 1 March 2026",
        ),
        (
            Phrase(ngettext_lazy("%(nombre)d candidature", "%(nombre)d candidatures", "nombre"), nombre=1),
            "1 candidature",
            "1 application",
        ),
        (
            Phrase(ngettext_lazy("%(nombre)d candidature", "%(nombre)d candidatures", "nombre"), nombre=3),
            "3 candidatures",
            "3 applications",
        ),
    ],
)
def test_une_valeur_s_ecrit_dans_la_langue_du_courriel(valeur, en_francais, en_anglais):
    with translation.override("fr"):
        assert ecrire(valeur) == en_francais
    with translation.override("en"):
        assert ecrire(valeur) == en_anglais


def test_une_liste_se_suit_ligne_par_ligne(django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        courrier.envoyer(
            "vitrines.page_a_confirmer",
            a=Destinataire("a@exemple.fr"),
            structure="L’Envol",
            liste=[LigneAvecLien("Nos <actions>", Lien("espace:accueil")), "Sans lien"],
        )

    [message] = mail.outbox
    assert "\n- Nos <actions>\n  https://parrainage.example/espace/\n- Sans lien\n" in message.body
    assert (
        '<ul><li><a href="https://parrainage.example/espace/">Nos &lt;actions&gt;</a></li><li>Sans lien</li></ul>'
        in message.alternatives[0].content
    )


def test_ce_qu_une_bibliotheque_envoie_passe_par_le_courrier(settings, django_capture_on_commit_callbacks):
    settings.EMAIL_BACKEND = "portal.socle.courrier.porte.Porte"

    with django_capture_on_commit_callbacks(execute=True), translation.override("en"):
        assert send_mail("A page {x}", "To review:\nhttps://a.example/", None, ["b@exemple.fr", "a@exemple.fr"]) == 1

    assert [(m.to, m.subject) for m in mail.outbox] == [
        (["a@exemple.fr"], "A page {x}"),
        (["b@exemple.fr"], "A page {x}"),
    ]
    assert "To review:\nhttps://a.example/\n\n-- \n" in mail.outbox[0].body
    assert '<html lang="en">' in mail.outbox[0].alternatives[0].content
    assert 'To review:<br><a href="https://a.example/">https://a.example/</a>' in mail.outbox[0].alternatives[0].content
    assert set(CourrielEnvoye.objects.values_list("gabarit", "etat", "langue")) == {("portail.autre", "REMIS", "en")}


def test_adresse_absolue_n_a_qu_une_barre():
    assert adresse_absolue("/espace/") == "https://parrainage.example/espace/"
    assert adresse_absolue("espace/") == "https://parrainage.example/espace/"


@pytest.mark.parametrize("langue", ["fr", "en"])
def test_mot_de_passe_oublie_passe_par_le_courrier(client, django_capture_on_commit_callbacks, langue):
    CompteFactory(email="camille@exemple.fr") if langue == "fr" else anglophone(email="camille@exemple.fr")

    with django_capture_on_commit_callbacks(execute=True):
        client.post("/compte/password/reset/", {"email": "camille@exemple.fr"})

    [message] = mail.outbox
    [(html, _genre)] = message.alternatives
    lien = next(ligne for ligne in message.body.splitlines() if "/compte/password/reset/key/" in ligne)
    assert html.count(f'href="{lien}"') == 2
    assert ("/en/" in lien) is (langue == "en")
    assert client.get(lien, follow=True).status_code == 200
    assert CourrielEnvoye.objects.get().gabarit == "comptes.mot_de_passe_oublie"


def test_une_adresse_inconnue_ne_se_voit_pas_offrir_d_inscription(client, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        client.post("/compte/password/reset/", {"email": "personne@exemple.fr"})

    [message] = mail.outbox
    [(html, _genre)] = message.alternatives
    assert message.subject == "Aucun compte avec cette adresse"
    assert "personne@exemple.fr" in message.body
    assert "signup" not in message.body + html
