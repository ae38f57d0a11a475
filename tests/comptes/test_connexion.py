"""The single sign-in: in, out, forgotten, refused, limited. The back office has no other door."""

import re

import pytest
from django.core import mail
from django.urls import reverse

from espace_structures.structures.enums import RoleStructure
from tests.fabriques.comptes import MOT_DE_PASSE, CompteFactory
from tests.fabriques.structures import StructureFactory, animateur, membre, responsable

pytestmark = pytest.mark.django_db

CONNEXION = "/compte/login/"


def se_connecter(client, adresse="camille@exemple.fr", mot_de_passe=MOT_DE_PASSE, **champs):
    return client.post(CONNEXION, {"login": adresse, "password": mot_de_passe} | champs)


def est_connecte(client) -> bool:
    return "_auth_user_id" in client.session


# --- One door --------------------------------------------------------------------------------------------------------


def test_back_office_envoie_le_visiteur_a_la_connexion_du_portail(client):
    reponse = client.get("/cms/")

    assert (reponse.status_code, reponse.url) == (302, "/compte/login/?next=/cms/")


def test_connexion_de_wagtail_est_celle_du_portail(client):
    reponse = client.get("/cms/login/?next=/cms/pages/")

    assert (reponse.status_code, reponse.url) == (302, "/compte/login/?next=/cms/pages/")


def test_reinitialisation_de_wagtail_n_existe_pas(client):
    assert client.get("/cms/password_reset/").status_code == 404


def test_animation_connectee_arrive_ou_elle_allait(client):
    animateur(email="camille@exemple.fr")

    reponse = se_connecter(client, next="/cms/")

    assert (reponse.status_code, reponse.url) == (302, "/cms/")
    assert client.get("/cms/").status_code == 200


def test_membre_connecte_arrive_a_l_accueil_de_l_espace(client):
    responsable(StructureFactory(), email="camille@exemple.fr")

    reponse = se_connecter(client)

    assert (reponse.status_code, reponse.url) == (302, reverse("espace:accueil"))


def test_connexion_ne_renvoie_jamais_vers_un_autre_site(client):
    CompteFactory(email="camille@exemple.fr")

    reponse = se_connecter(client, next="https://ailleurs.example/")

    assert reponse.url == reverse("espace:accueil")


@pytest.mark.parametrize("chemin", ["/cms/", "/cms/pages/", "/cms/users/", "/cms/choix-compte/"])
def test_personne_sans_acces_recoit_un_refus_clair_sans_boucle(client, chemin):
    client.force_login(CompteFactory())

    reponse = client.get(chemin)

    assert reponse.status_code == 403
    assert "ne vous est pas ouverte" in reponse.content.decode()


def test_membre_connecte_sur_le_lien_du_back_office_ne_tourne_pas_en_rond(client):
    membre(StructureFactory(), RoleStructure.LECTEUR, email="camille@exemple.fr")

    reponse = client.post(
        f"{CONNEXION}?next=/cms/", {"login": "camille@exemple.fr", "password": MOT_DE_PASSE}, follow=True
    )

    assert (reponse.status_code, reponse.redirect_chain) == (403, [("/cms/", 302)])


def test_adresse_saisie_en_majuscules_connecte(client):
    CompteFactory(email="camille@exemple.fr")

    se_connecter(client, "Camille@EXEMPLE.fr")

    assert est_connecte(client) is True


# --- Out -------------------------------------------------------------------------------------------------------------


def test_deconnexion_demande_une_confirmation_puis_ferme_la_session(client):
    client.force_login(CompteFactory())

    au_clic = client.get("/compte/logout/").status_code
    encore = est_connecte(client)
    client.post("/compte/logout/")

    assert (au_clic, encore, est_connecte(client)) == (200, True, False)


def test_deconnexion_du_back_office_ferme_la_meme_session(client):
    client.force_login(animateur())

    reponse = client.post("/cms/logout/", follow=True)

    assert (est_connecte(client), reponse.redirect_chain[-1][0]) == (False, CONNEXION)


# --- Forgotten -------------------------------------------------------------------------------------------------------


@pytest.fixture
def lien_demande(client, django_capture_on_commit_callbacks):
    """Where the mail of a forgotten password leads."""

    def demander() -> str:
        with django_capture_on_commit_callbacks(execute=True):
            client.post("/compte/password/reset/", {"email": "camille@exemple.fr"})
        [lien] = re.findall(r"https?://[^/]+(/compte/password/reset/key/\S+)", mail.outbox[0].body)
        return lien

    return demander


def test_mot_de_passe_oublie_envoie_un_lien_qui_marche(client, lien_demande):
    compte = CompteFactory(email="camille@exemple.fr")
    lien = lien_demande()
    [message] = mail.outbox

    page = client.get(lien, follow=True)
    client.post(page.redirect_chain[-1][0], {"password1": "un tout autre secret", "password2": "un tout autre secret"})

    compte.refresh_from_db()
    assert (message.to, compte.check_password("un tout autre secret")) == (["camille@exemple.fr"], True)


def test_mot_de_passe_change_ferme_les_autres_sessions(client, lien_demande):
    compte = CompteFactory(email="camille@exemple.fr")
    ailleurs = type(client)()
    ailleurs.force_login(compte)
    avant = ailleurs.get(reverse("espace:accueil")).status_code
    page = client.get(lien_demande(), follow=True)

    client.post(page.redirect_chain[-1][0], {"password1": "un tout autre secret", "password2": "un tout autre secret"})

    assert (avant, ailleurs.get(reverse("espace:accueil")).status_code) == (200, 302)


@pytest.mark.parametrize("mot_de_passe", ["court", "123456789012345", "qwerty123456", "camille@exemple.fr"])
def test_mot_de_passe_faible_est_refuse(client, lien_demande, mot_de_passe):
    compte = CompteFactory(email="camille@exemple.fr")
    page = client.get(lien_demande(), follow=True)

    client.post(page.redirect_chain[-1][0], {"password1": mot_de_passe, "password2": mot_de_passe})

    compte.refresh_from_db()
    assert compte.check_password(mot_de_passe) is False


# --- No enumeration, no sign-up --------------------------------------------------------------------------------------


def test_mot_de_passe_oublie_repond_pareil_a_une_adresse_inconnue(client):
    CompteFactory(email="camille@exemple.fr")

    connue = client.post("/compte/password/reset/", {"email": "camille@exemple.fr"})
    inconnue = client.post("/compte/password/reset/", {"email": "personne@exemple.fr"})

    assert (connue.status_code, connue.url) == (inconnue.status_code, inconnue.url)
    assert connue.url == "/compte/password/reset/done/"


def test_connexion_refusee_dit_pareil_d_une_adresse_inconnue(client):
    CompteFactory(email="camille@exemple.fr")

    connue = se_connecter(client, mot_de_passe="faux").context["form"].errors
    inconnue = se_connecter(client, "personne@exemple.fr", "faux").context["form"].errors

    assert connue == inconnue
    assert len(connue["__all__"]) == 1


def test_compte_desactive_ne_se_distingue_pas_sans_son_mot_de_passe(client):
    CompteFactory(email="camille@exemple.fr", is_active=False)

    refus = se_connecter(client, mot_de_passe="faux").context["form"].errors

    assert refus == se_connecter(client, "personne@exemple.fr", "faux").context["form"].errors


@pytest.mark.parametrize("methode", ["get", "post"])
def test_personne_n_ouvre_un_compte_seul(client, methode):
    donnees = {"email": "intrus@exemple.fr", "password1": MOT_DE_PASSE, "password2": MOT_DE_PASSE}

    reponse = getattr(client, methode)("/compte/signup/", donnees)

    assert reponse.templates[0].name == "account/signup_closed.html"
    assert est_connecte(client) is False


# --- Limits ----------------------------------------------------------------------------------------------------------


def test_cinq_mots_de_passe_faux_ferment_la_connexion_meme_au_bon(client):
    CompteFactory(email="camille@exemple.fr")
    for _ in range(5):
        se_connecter(client, mot_de_passe="faux")

    reponse = se_connecter(client)

    assert est_connecte(client) is False
    assert reponse.context["form"].errors == {
        "__all__": ["Trop d’essais sans succès. Patientez cinq minutes, ou choisissez un nouveau mot de passe."]
    }


def test_cinq_echecs_sur_un_compte_ne_ferment_pas_celui_des_autres(client):
    CompteFactory(email="camille@exemple.fr")
    CompteFactory(email="sacha@exemple.fr")
    for _ in range(5):
        se_connecter(client, mot_de_passe="faux")

    se_connecter(client, "sacha@exemple.fr")

    assert est_connecte(client) is True


def test_demandes_de_reinitialisation_trop_nombreuses_sont_refusees(client):
    for _ in range(5):
        client.post("/compte/password/reset/", {"email": "camille@exemple.fr"})

    assert client.post("/compte/password/reset/", {"email": "camille@exemple.fr"}).status_code == 429


def test_rafale_de_connexions_d_une_meme_adresse_ip_est_refusee(client):
    codes = [
        client.post(CONNEXION, {"login": f"p{rang}@exemple.fr", "password": "faux"}).status_code for rang in range(31)
    ]

    assert codes[-1] == 429
