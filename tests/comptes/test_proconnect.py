"""Signing in through ProConnect, against a real OpenID provider: the whole exchange, over real HTTP."""

from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from allauth.socialaccount.models import SocialAccount
from django.test import Client

from espace_structures.comptes.metier.liaison import LiaisonRefusee, compte_de
from espace_structures.comptes.models import Compte
from espace_structures.comptes.proconnect import a_verifie_deux_facteurs
from portal.settings.base import origine, reglages_proconnect
from tests.fabriques.comptes import CompteFactory, avec_application, code_de
from tests.fabriques.structures import StructureFactory, animateur, responsable

pytestmark = pytest.mark.django_db

DEPART = "/compte/oidc/proconnect/login/"
DEUX_FACTEURS = {"jeton": {"amr": ["pwd", "mfa"]}}


def est_connecte(client) -> int | None:
    valeur = client.session.get("_auth_user_id")
    return int(valeur) if valeur else None


def partir(client, **champs) -> str:
    """Where the portal sends the person."""
    return client.post(DEPART, champs).url


def chemin(adresse: str) -> str:
    morceaux = urlsplit(adresse)
    return f"{morceaux.path}?{morceaux.query}"


def s_identifier(client, fournisseur, courriel="alix@exemple.fr", **champs):
    """The whole way: out of the portal, through the provider, back to the portal."""
    fournisseur_humeur = champs.pop("humeur", {})
    fournisseur.regler(humeur=fournisseur_humeur, personnes=[courriel.lower()])
    return client.get(chemin(fournisseur.identifier(partir(client, **champs), courriel)))


# --- Configured or not -----------------------------------------------------------------------------------------------


def test_sans_reglage_ni_bouton_ni_adresse(client):
    page = client.get("/compte/login/")

    assert "ProConnect" not in page.content.decode()
    assert [client.post(adresse).status_code for adresse in (DEPART, f"{DEPART}callback/")] == [404, 404]
    assert "form-action 'self';" in page["Content-Security-Policy"] + ";"


@pytest.mark.parametrize("manque", range(3))
def test_reglage_incomplet_ne_propose_rien(manque):
    valeurs = ["https://pro.example", "client", "secret"]
    valeurs[manque] = ""

    assert reglages_proconnect(*valeurs)["openid_connect"]["APPS"] == []


def test_seule_l_origine_de_proconnect_est_permise_aux_formulaires(fournisseur, client):
    politique = client.get("/compte/login/")["Content-Security-Policy"]

    assert origine("https://pro.example:8443/api/v2?x=1") == "https://pro.example:8443"
    assert f"form-action 'self' {fournisseur.adresse}" in politique


def test_bouton_est_sur_la_page_de_connexion_quand_il_est_regle(fournisseur, client):
    assert "S’identifier avec ProConnect" in client.get("/compte/login/").content.decode()


# --- Leaving ---------------------------------------------------------------------------------------------------------


def test_depart_demande_ce_que_proconnect_attend(fournisseur, client):
    adresse = partir(client)

    demande = {nom: valeurs[0] for nom, valeurs in parse_qs(urlsplit(adresse).query).items()}
    assert adresse.startswith(f"{fournisseur.adresse}/identity/o/authorize?")
    assert set(demande["scope"].split()) == {"openid", "email", "given_name", "usual_name", "siret"}
    assert (len(demande["state"]) >= 32, len(demande["nonce"]) >= 32) == (True, True)
    assert (demande["acr_values"], demande["code_challenge_method"]) == ("eidas1", "S256")
    assert demande["redirect_uri"] == "http://testserver/compte/oidc/proconnect/login/callback/"


def test_depart_depuis_l_anglais_revient_a_la_meme_adresse(fournisseur, client):
    adresse = client.post(f"/en{DEPART}").url

    assert parse_qs(urlsplit(adresse).query)["redirect_uri"] == [
        "http://testserver/compte/oidc/proconnect/login/callback/"
    ]


def test_adresse_ne_peut_rien_ajouter_a_la_demande(fournisseur, client):
    adresse = client.post(f"{DEPART}?scope=admin&auth_params=nonce%3Dconnu&process=connect").url

    assert "admin" not in adresse
    assert "connu" not in adresse


def test_lien_seul_ne_fait_partir_personne(fournisseur, client):
    page = client.get(DEPART)

    assert (page.status_code, "Continuer vers ProConnect" in page.content.decode()) == (200, True)


def test_fournisseur_muet_donne_une_page(settings, client):
    settings.SOCIALACCOUNT_PROVIDERS = reglages_proconnect("http://127.0.0.1:9", "client", "secret")

    page = client.post(DEPART)

    assert (page.status_code, "n’a pas pu vous identifier" in page.content.decode()) == (401, True)


# --- Coming back -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("humeur", [{}, {"personne": "json"}])
def test_personne_connue_arrive_dans_son_espace(fournisseur, client, humeur):
    compte = responsable(StructureFactory(), email="alix@exemple.fr")

    reponse = s_identifier(client, fournisseur, humeur=humeur)

    lien = SocialAccount.objects.get()
    assert (reponse.url, est_connecte(client)) == ("/espace/", compte.pk)
    assert (lien.user, lien.provider, list(lien.extra_data)) == (compte, "proconnect", ["userinfo"])
    assert client.get("/espace/").status_code == 200


def test_reponse_signee_est_bien_un_jwt(fournisseur, client):
    """The provider of these tests answers as ProConnect does, or the test above would prove nothing."""
    fournisseur.regler(personnes=["alix@exemple.fr"])
    retour = parse_qs(urlsplit(fournisseur.identifier(partir(client), "alix@exemple.fr")).query)
    etat = client.session["socialaccount_states"][retour["state"][0]][0]
    acces = requests.post(
        f"{fournisseur.adresse}/identity/o/api/token",
        {
            "grant_type": "authorization_code",
            "code": retour["code"][0],
            "redirect_uri": "http://testserver/compte/oidc/proconnect/login/callback/",
            "client_id": fournisseur.client,
            "client_secret": fournisseur.secret,
            "code_verifier": etat["pkce_code_verifier"],
        },
        timeout=10,
    ).json()["access_token"]

    reponse = requests.get(f"{fournisseur.adresse}/personne", headers={"Authorization": f"Bearer {acces}"}, timeout=10)

    assert (reponse.headers["Content-Type"], reponse.text.count(".")) == ("application/jwt", 2)


def test_adresse_se_reconnait_quelles_que_soient_les_majuscules(fournisseur, client):
    compte = CompteFactory(email="alix@exemple.fr")

    s_identifier(client, fournisseur, humeur={"dits": {"email": "Alix@EXEMPLE.fr"}})

    assert est_connecte(client) == compte.pk


def test_personne_arrive_ou_elle_allait(fournisseur, client):
    responsable(StructureFactory(), email="alix@exemple.fr")

    assert s_identifier(client, fournisseur, next="/espace/bilans/").url == "/espace/bilans/"


def test_personne_ne_part_jamais_vers_un_autre_site(fournisseur, client):
    CompteFactory(email="alix@exemple.fr")

    assert s_identifier(client, fournisseur, next="https://ailleurs.example/").url == "/espace/"


def test_adresse_inconnue_n_ouvre_aucun_compte_et_dit_comment_en_avoir_un(fournisseur, client):
    reponse = s_identifier(client, fournisseur, "inconnue@exemple.fr")

    page = reponse.content.decode()
    assert (reponse.status_code, est_connecte(client)) == (403, None)
    assert "Aucun compte n’existe avec l’adresse inconnue@exemple.fr" in page
    assert "demandez à rejoindre votre structure" in page
    assert (Compte.objects.count(), SocialAccount.objects.count()) == (0, 0)


def test_compte_desactive_est_refuse(fournisseur, client):
    CompteFactory(email="alix@exemple.fr", is_active=False)

    reponse = s_identifier(client, fournisseur)

    assert (reponse.url, est_connecte(client), SocialAccount.objects.count()) == ("/compte/inactive/", None, 0)


def test_compte_desactive_apres_avoir_ete_lie_est_refuse(fournisseur, client):
    compte = CompteFactory(email="alix@exemple.fr")
    s_identifier(client, fournisseur)
    compte.is_active = False
    compte.save(update_fields=["is_active"])
    ailleurs = Client()

    s_identifier(ailleurs, fournisseur)

    assert (est_connecte(ailleurs), client.get("/espace/").status_code) == (None, 302)


def test_adresse_que_le_fournisseur_ne_garantit_pas_est_refusee(fournisseur, client):
    CompteFactory(email="alix@exemple.fr")

    reponse = s_identifier(client, fournisseur, humeur={"dits": {"email_verified": False}})

    assert (reponse.status_code, est_connecte(client)) == (403, None)


def test_lien_tient_quand_l_adresse_change_chez_le_fournisseur(fournisseur, client):
    compte = CompteFactory(email="mouvante@exemple.fr")
    s_identifier(client, fournisseur, "mouvante@exemple.fr")
    CompteFactory(email="mariee@exemple.fr")  # somebody else's account, at the new address
    fournisseur.regler(renommer={"mouvante@exemple.fr": "mariee@exemple.fr"})
    ailleurs = Client()

    ailleurs.get(chemin(fournisseur.identifier(partir(ailleurs), "mariee@exemple.fr")))

    assert (est_connecte(ailleurs), SocialAccount.objects.count()) == (compte.pk, 1)
    fournisseur.regler(renommer={"mariee@exemple.fr": "partie@exemple.fr"})


def test_adresse_passee_a_une_autre_personne_ne_donne_pas_le_compte(fournisseur, client):
    CompteFactory(email="alix@exemple.fr")
    s_identifier(client, fournisseur)
    ailleurs = Client()

    reponse = s_identifier(
        ailleurs, fournisseur, "successeur@exemple.fr", humeur={"dits": {"email": "alix@exemple.fr"}}
    )

    assert (reponse.status_code, est_connecte(ailleurs)) == (403, None)
    assert "déjà lié à une autre identité ProConnect" in reponse.content.decode()


# --- Refused exchanges -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "faute",
    [
        "signature",
        "sans signature",
        "signature à secret partagé",
        "expiré",
        "autre destinataire",
        "autre émetteur",
        "autre nonce",
        "sans nonce",
        "sans jeton",
        "signature de la personne",
    ],
)
def test_reponse_fautive_ne_connecte_personne(fournisseur, client, faute):
    CompteFactory(email="alix@exemple.fr")

    reponse = s_identifier(client, fournisseur, humeur={"faute": faute})

    assert (reponse.status_code, est_connecte(client), SocialAccount.objects.count()) == (401, None, 0)


def test_cle_inconnue_ne_connecte_personne(fournisseur, client):
    CompteFactory(email="alix@exemple.fr")

    reponse = s_identifier(client, fournisseur, humeur={"faute": "clé", "kid": "une-autre-cle"})

    assert (reponse.status_code, est_connecte(client)) == (401, None)


def test_personne_d_un_autre_sujet_ne_connecte_personne(fournisseur, client):
    CompteFactory(email="alix@exemple.fr")

    reponse = s_identifier(client, fournisseur, humeur={"dits": {"sub": "999"}})

    assert (reponse.status_code, est_connecte(client)) == (401, None)


def test_etat_altere_ne_connecte_personne(fournisseur, client):
    CompteFactory(email="alix@exemple.fr")
    fournisseur.regler(personnes=["alix@exemple.fr"])
    retour = chemin(fournisseur.identifier(partir(client), "alix@exemple.fr"))

    reponse = client.get(retour.replace("state=", "state=x"))

    assert (reponse.status_code, est_connecte(client)) == (401, None)


def test_retour_d_une_autre_session_ne_connecte_personne(fournisseur, client):
    CompteFactory(email="alix@exemple.fr")
    fournisseur.regler(personnes=["alix@exemple.fr"])
    retour = chemin(fournisseur.identifier(partir(client), "alix@exemple.fr"))
    victime = Client()

    reponse = victime.get(retour)

    assert (reponse.status_code, est_connecte(victime)) == (401, None)


def test_retour_ne_sert_qu_une_fois(fournisseur, client):
    CompteFactory(email="alix@exemple.fr")
    fournisseur.regler(personnes=["alix@exemple.fr"])
    retour = chemin(fournisseur.identifier(partir(client), "alix@exemple.fr"))
    client.get(retour)
    client.logout()

    assert (client.get(retour).status_code, est_connecte(client)) == (401, None)


def test_abandon_chez_le_fournisseur_le_dit(fournisseur, client):
    etat = parse_qs(urlsplit(partir(client)).query)["state"][0]

    reponse = client.get(f"{DEPART}callback/", {"state": etat, "error": "access_denied"}, follow=True)

    assert "Vous avez quitté ProConnect" in reponse.content.decode()


def test_adresses_ordinaires_de_la_bibliotheque_ne_passent_pas_a_cote(fournisseur, client):
    """Their checks are weaker: the same path must lead to ours."""
    from django.urls import resolve

    assert resolve(f"{DEPART}callback/").url_name == "proconnect_callback"
    assert client.post("/compte/oidc/autre/login/").status_code == 404


# --- Second factor ---------------------------------------------------------------------------------------------------


def test_second_facteur_local_est_demande_apres_proconnect(fournisseur, client):
    compte = CompteFactory(email="alix@exemple.fr")
    secret = avec_application(compte)

    reponse = s_identifier(client, fournisseur)
    avant = est_connecte(client)
    client.post("/compte/2fa/authenticate/", {"code": code_de(secret)})

    assert (reponse.url, avant, est_connecte(client)) == ("/compte/2fa/authenticate/", None, compte.pk)


def test_second_facteur_verifie_par_proconnect_vaut_le_local(fournisseur, client):
    compte = CompteFactory(email="alix@exemple.fr")
    avec_application(compte)

    s_identifier(client, fournisseur, humeur=DEUX_FACTEURS)

    assert est_connecte(client) == compte.pk


@pytest.mark.parametrize(("humeur", "statut"), [({}, 302), (DEUX_FACTEURS, 200)])
def test_obligation_est_remplie_seulement_par_deux_facteurs(fournisseur, settings, client, humeur, statut):
    settings.PORTAIL_SECOND_FACTEUR_OBLIGATOIRE = True
    animateur(email="alix@exemple.fr")

    s_identifier(client, fournisseur, humeur=humeur)

    assert client.get("/espace/").status_code == statut


@pytest.mark.parametrize(
    ("jeton", "attendu"),
    [
        ({}, False),
        ({"amr": ["pwd"]}, False),
        ({"amr": ["pwd", "mfa"]}, True),
        ({"amr": "mfa"}, False),
        ({"acr": "eidas1"}, False),
        ({"acr": "eidas2"}, True),
        ({"acr": "https://proconnect.gouv.fr/assurance/self-asserted-2fa"}, True),
    ],
)
def test_deux_facteurs_se_lisent_dans_le_jeton(jeton, attendu):
    assert a_verifie_deux_facteurs(jeton) is attendu


# --- The end ---------------------------------------------------------------------------------------------------------


def test_deconnexion_finit_aussi_la_session_de_proconnect(fournisseur):
    client = Client(SERVER_NAME="localhost")
    CompteFactory(email="alix@exemple.fr")
    s_identifier(client, fournisseur)

    sortie = client.post("/compte/logout/")
    page = client.get(sortie.url)

    suite = page.context["suite"]
    demande = {nom: valeurs[0] for nom, valeurs in parse_qs(urlsplit(suite).query).items()}
    assert (sortie.url, est_connecte(client)) == ("/compte/proconnect/fin/", None)
    assert suite.startswith(f"{fournisseur.adresse}/identity/o/logout?")
    assert (len(demande["state"]) >= 32, demande["id_token_hint"].count(".")) == (True, 2)
    retour = requests.get(suite, allow_redirects=False, timeout=10)
    assert retour.headers["Location"].startswith("http://localhost/compte/login/?state=")


def test_page_de_fin_ne_sert_qu_une_fois(fournisseur, client):
    CompteFactory(email="alix@exemple.fr")
    s_identifier(client, fournisseur)
    client.post("/compte/logout/")
    client.get("/compte/proconnect/fin/")

    assert client.get("/compte/proconnect/fin/").url == "/compte/login/"


@pytest.mark.parametrize("reglage", ["absent", "muet"])
def test_fin_sans_fournisseur_ramene_a_la_connexion(fournisseur, settings, client, reglage):
    CompteFactory(email="alix@exemple.fr")
    s_identifier(client, fournisseur)
    client.post("/compte/logout/")
    settings.SOCIALACCOUNT_PROVIDERS = reglages_proconnect(
        "" if reglage == "absent" else "http://127.0.0.1:9", "client", "secret"
    )

    assert client.get("/compte/proconnect/fin/").url == "/compte/login/"


def test_deconnexion_d_une_session_a_mot_de_passe_ne_passe_pas_par_proconnect(fournisseur, client):
    client.force_login(CompteFactory())

    assert client.post("/compte/logout/").url == "/"


# --- Which account ---------------------------------------------------------------------------------------------------


def test_compte_de_refuse_une_adresse_vide():
    with pytest.raises(LiaisonRefusee):
        compte_de("", verifie=True)


def test_lien_sans_fournisseur_regle_ne_se_montre_pas(client):
    compte = CompteFactory()
    lien = SocialAccount.objects.create(user=compte, provider="proconnect", uid="abc")
    client.force_login(compte)
    client.post("/compte/reauthenticate/", {"password": "un mot de passe assez long"})

    assert client.post("/compte/3rdparty/", {"account": lien.pk}).status_code == 404


def test_lien_se_defait_depuis_la_page_du_compte(fournisseur, client):
    compte = CompteFactory()
    lien = SocialAccount.objects.create(user=compte, provider="proconnect", uid="abc")
    client.force_login(compte)
    client.post("/compte/reauthenticate/", {"password": "un mot de passe assez long"})

    client.post("/compte/3rdparty/", {"account": lien.pk})

    assert SocialAccount.objects.count() == 0
