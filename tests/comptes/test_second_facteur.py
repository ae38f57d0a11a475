"""The second factor: set up, asked at each sign-in, required of those who see the data of others, reset when lost."""

import re
from urllib.parse import quote

import pytest
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.core import mail
from django.test import Client
from django.urls import reverse
from wagtail.models import ModelLogEntry

from espace_structures.comptes.exigences import (
    a_un_second_facteur,
    doit_avoir_un_second_facteur,
    exiger_second_facteur_de,
    peut_retirer_un_second_facteur,
)
from espace_structures.comptes.metier.second_facteur import ReinitialisationRefusee, reinitialiser
from espace_structures.structures.models import MembreFinanceur
from tests.fabriques.comptes import MOT_DE_PASSE, CompteFactory, avec_application, code_de
from tests.fabriques.structures import FinanceurFactory, StructureFactory, agent, animateur, responsable

pytestmark = pytest.mark.django_db

CONNEXION, CODE = "/compte/login/", "/compte/2fa/authenticate/"
SECURITE, ACTIVATION, RETRAIT = "/compte/2fa/", "/compte/2fa/totp/activate/", "/compte/2fa/totp/deactivate/"
ESPACE = "/espace/"


@pytest.fixture
def obligatoire(settings):
    settings.PORTAIL_SECOND_FACTEUR_OBLIGATOIRE = True


def mot_de_passe(client, compte):
    return client.post(CONNEXION, {"login": compte.email, "password": MOT_DE_PASSE})


def confirmer(client):
    """Proves once more who one is, by the password: what comes before any act that counts."""
    return client.post("/compte/reauthenticate/", {"password": MOT_DE_PASSE})


def est_connecte(client) -> bool:
    return "_auth_user_id" in client.session


def activer(client) -> tuple[str, object]:
    """Goes through the activation; returns the secret and the answer to the code."""
    secret = client.get(ACTIVATION).context["form"].secret
    return secret, client.post(ACTIVATION, {"code": code_de(secret)})


# --- Setting up ------------------------------------------------------------------------------------------------------


def test_activation_demande_d_abord_le_mot_de_passe(client):
    client.force_login(CompteFactory())

    reponse = client.get(ACTIVATION)

    assert (reponse.status_code, reponse.url) == (302, f"/compte/reauthenticate/?next={quote(ACTIVATION, safe='')}")


def test_application_activee_donne_des_codes_de_secours_et_un_courriel(client, django_capture_on_commit_callbacks):
    compte = CompteFactory(email="camille@exemple.fr")
    client.force_login(compte)
    confirmer(client)

    with django_capture_on_commit_callbacks(execute=True):
        _secret, reponse = activer(client)

    assert (reponse.status_code, reponse.url) == (302, "/compte/2fa/recovery-codes/")
    assert a_un_second_facteur(compte) is True
    assert [(message.to, message.subject) for message in mail.outbox] == [
        (["camille@exemple.fr"], "La sécurité de votre compte a changé")
    ]
    assert "une application de codes protège maintenant votre compte" in mail.outbox[0].body


def test_mauvais_code_n_active_rien_et_garde_le_secret(client):
    compte = CompteFactory()
    client.force_login(compte)
    confirmer(client)
    secret = client.get(ACTIVATION).context["form"].secret

    reponse = client.post(ACTIVATION, {"code": "000000"})

    assert (reponse.context["form"].secret, list(reponse.context["form"].errors)) == (secret, ["code"])
    assert a_un_second_facteur(compte) is False


def test_secret_est_chiffre_dans_la_base():
    compte = CompteFactory()

    secret = avec_application(compte)

    garde = Authenticator.objects.get(user=compte, type=Authenticator.Type.TOTP).data["secret"]
    assert secret not in garde


def test_secret_se_lit_encore_quand_la_cle_du_portail_change(settings):
    compte = CompteFactory()
    secret = avec_application(compte)

    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [settings.SECRET_KEY], "une autre clé"

    totp = Authenticator.objects.get(user=compte, type=Authenticator.Type.TOTP).wrap()
    assert totp.validate_code(code_de(secret)) is True


def test_code_qr_est_une_image_servie_a_qui_active(client):
    client.force_login(CompteFactory())
    avant = client.get("/espace/compte/code-qr.svg").status_code
    confirmer(client)
    page = client.get(ACTIVATION)

    image = client.get("/espace/compte/code-qr.svg")

    assert (avant, image.status_code, image["Content-Type"]) == (404, 200, "image/svg+xml")
    assert image.content.startswith(b"<?xml") or image.content.startswith(b"<svg")
    assert b"style=" not in image.content
    assert 'src="/espace/compte/code-qr.svg"' in page.content.decode()


def test_codes_de_secours_ne_se_montrent_qu_une_fois(client):
    client.force_login(CompteFactory())
    confirmer(client)
    activer(client)

    premiere = client.get("/compte/2fa/recovery-codes/")
    seconde = client.get("/compte/2fa/recovery-codes/")

    codes = premiere.context["unused_codes"]
    assert (len(codes), all(code in premiere.content.decode() for code in codes)) == (10, True)
    assert [code for code in codes if code in seconde.content.decode()] == []
    assert f"data:text/plain;charset=utf-8,{codes[0]}%0A" in premiere.content.decode()


# --- At the sign-in --------------------------------------------------------------------------------------------------


def test_mot_de_passe_seul_ne_suffit_plus(client):
    compte = CompteFactory()
    avec_application(compte)

    reponse = mot_de_passe(client, compte)

    assert (reponse.status_code, reponse.url, est_connecte(client)) == (302, CODE, False)
    assert client.get(ESPACE).status_code == 302


def test_code_de_l_application_ouvre_l_espace(client):
    compte = CompteFactory()
    secret = avec_application(compte)
    mot_de_passe(client, compte)

    reponse = client.post(CODE, {"code": code_de(secret)})

    assert (reponse.url, est_connecte(client)) == (ESPACE, True)


def test_code_deja_servi_est_refuse(client):
    compte = CompteFactory()
    secret = avec_application(compte)
    mot_de_passe(client, compte)
    client.post(CODE, {"code": code_de(secret)})
    ailleurs = Client()
    mot_de_passe(ailleurs, compte)

    reponse = ailleurs.post(CODE, {"code": code_de(secret)})

    assert est_connecte(ailleurs) is False
    assert reponse.context["form"].errors["code"] == [
        "Ce code n’est pas le bon, ou il a déjà servi. Attendez le suivant et saisissez-le."
    ]


def test_code_de_secours_ouvre_une_fois(client):
    compte = CompteFactory()
    avec_application(compte)
    [code, *_reste] = (
        Authenticator.objects.get(user=compte, type=Authenticator.Type.RECOVERY_CODES).wrap().get_unused_codes()
    )
    ailleurs = Client()
    mot_de_passe(client, compte)
    mot_de_passe(ailleurs, compte)

    client.post(CODE, {"code": code})
    ailleurs.post(CODE, {"code": code})

    assert (est_connecte(client), est_connecte(ailleurs)) == (True, False)


def test_codes_essayes_a_la_suite_sont_arretes_meme_le_bon(client):
    compte = CompteFactory()
    secret = avec_application(compte)
    mot_de_passe(client, compte)
    for _ in range(5):
        client.post(CODE, {"code": "000000"})

    reponse = client.post(CODE, {"code": code_de(secret)})

    assert est_connecte(client) is False
    assert reponse.context["form"].errors["code"] == [
        "Trop d’essais sans succès. Patientez cinq minutes, ou choisissez un nouveau mot de passe."
    ]


def test_activation_limite_aussi_les_essais(client):
    client.force_login(CompteFactory())
    confirmer(client)
    secret = client.get(ACTIVATION).context["form"].secret
    for _ in range(5):
        client.post(ACTIVATION, {"code": "000000"})

    reponse = client.post(ACTIVATION, {"code": code_de(secret)})

    assert reponse.context["form"].errors["code"] == [
        "Vous avez fait trop de demandes en peu de temps. Patientez quelques minutes."
    ]


def test_confirmation_se_fait_aussi_par_un_code(client):
    compte = CompteFactory()
    secret = avec_application(compte)
    client.force_login(compte)

    page = client.get(f"/compte/2fa/reauthenticate/?next={RETRAIT}")
    reponse = client.post("/compte/2fa/reauthenticate/", {"code": code_de(secret), "next": RETRAIT})

    assert "Avec mon mot de passe" in page.content.decode()
    assert (reponse.url, client.get(RETRAIT).status_code) == (RETRAIT, 200)


# --- Who must --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("qui", "attendu"),
    [
        ("superadministration", True),
        ("animation", True),
        ("financeur", True),
        ("responsable", False),
        ("sans rôle", False),
        ("animation désactivée", False),
    ],
)
def test_second_facteur_est_demande_selon_le_role(obligatoire, qui, attendu):
    compte = {
        "superadministration": lambda: CompteFactory(is_superuser=True),
        "animation": animateur,
        "financeur": lambda: agent(FinanceurFactory()),
        "responsable": lambda: responsable(StructureFactory()),
        "sans rôle": CompteFactory,
        "animation désactivée": lambda: animateur(is_active=False),
    }[qui]()

    assert doit_avoir_un_second_facteur(compte) is attendu


def test_reglage_absent_ne_demande_rien():
    assert doit_avoir_un_second_facteur(CompteFactory(is_superuser=True)) is False


def test_predicat_declare_deux_fois_ne_compte_qu_une(obligatoire, monkeypatch):
    appels = []
    monkeypatch.setattr("espace_structures.comptes.exigences._predicats", [])

    def predicat(compte):
        appels.append(compte)
        return False

    exiger_second_facteur_de(predicat)
    exiger_second_facteur_de(predicat)
    compte = CompteFactory()

    assert (doit_avoir_un_second_facteur(compte), appels) == (False, [compte])


@pytest.mark.parametrize(
    "chemin", ["/espace/", "/en/espace/", "/espace/bilans/", "/cms/", "/cms/pages/", "/cms/users/"]
)
@pytest.mark.parametrize("methode", ["get", "post"])
def test_qui_doit_et_n_a_pas_est_mene_a_la_page_de_securite_sans_boucle(obligatoire, client, chemin, methode):
    client.force_login(animateur())

    reponse = getattr(client, methode)(chemin)

    prefixe = "/en" if chemin.startswith("/en/") else ""
    assert (reponse.status_code, reponse.url) == (302, f"{prefixe}{SECURITE}")
    page = client.get(reponse.url)
    assert page.status_code == 200
    if not prefixe:
        assert "Activez un second facteur pour continuer" in page.content.decode()


def test_session_deja_ouverte_est_arretee_le_jour_ou_le_role_arrive(obligatoire, client):
    compte = CompteFactory()
    client.force_login(compte)
    avant = client.get(ESPACE).status_code

    MembreFinanceur.objects.create(financeur=FinanceurFactory(), compte=compte)

    apres = client.get(ESPACE)
    assert (avant, apres.status_code, apres.url) == (200, 302, SECURITE)


def test_espace_s_ouvre_des_que_le_second_facteur_est_actif(obligatoire, client):
    client.force_login(agent(FinanceurFactory()))
    confirmer(client)

    activer(client)

    assert client.get(ESPACE).status_code == 200


def test_activation_reste_possible_a_qui_est_arrete(obligatoire, client):
    client.force_login(animateur())
    confirmer(client)

    page = client.get(ACTIVATION)

    assert (page.status_code, client.get("/espace/compte/code-qr.svg").status_code) == (200, 200)


@pytest.mark.parametrize("chemin", ["/compte/logout/", "/cms/logout/"])
def test_qui_est_arrete_peut_toujours_partir(obligatoire, client, chemin):
    client.force_login(animateur())

    client.post(chemin)

    assert est_connecte(client) is False


def test_site_public_reste_ouvert_a_qui_est_arrete(obligatoire, client):
    client.force_login(animateur())

    assert client.get(CONNEXION).status_code == 302  # signed in: the library leads on to the space, which leads back
    assert client.get("/healthz").status_code == 200


def test_membre_de_structure_entre_sans_second_facteur(obligatoire, client):
    client.force_login(responsable(StructureFactory()))

    page = client.get(SECURITE).content.decode()

    assert client.get(ESPACE).status_code == 200
    assert "Activez un second facteur pour continuer" not in page


def test_code_de_secours_seul_n_est_pas_un_second_facteur(obligatoire, client):
    compte = animateur()
    avec_application(compte)
    Authenticator.objects.filter(user=compte, type=Authenticator.Type.TOTP).delete()
    client.force_login(compte)

    assert client.get(ESPACE).url == SECURITE


# --- Taking it away --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("methode", ["get", "post"])
def test_dernier_second_facteur_de_qui_doit_en_avoir_un_reste(obligatoire, client, methode):
    compte = animateur()
    avec_application(compte)
    client.force_login(compte)
    confirmer(client)

    reponse = getattr(client, methode)(RETRAIT, follow=True)

    assert reponse.redirect_chain == [(SECURITE, 302)]
    assert [str(message) for message in reponse.context["messages"]] == [
        "Votre rôle demande un second facteur\u00a0: le dernier ne se retire pas. "
        "Ajoutez d’abord celui qui le remplacera."
    ]
    assert a_un_second_facteur(compte) is True


def test_derniere_cle_d_acces_reste_aussi(obligatoire, client):
    compte = animateur()
    cle = Authenticator.objects.create(user=compte, type=Authenticator.Type.WEBAUTHN, data={"name": "Bureau"})
    client.force_login(compte)
    confirmer(client)

    reponse = client.post(f"/compte/2fa/webauthn/keys/{cle.pk}/remove/")

    assert (reponse.url, a_un_second_facteur(compte)) == (SECURITE, True)


def test_second_facteur_double_peut_perdre_l_un_des_deux(obligatoire, client):
    compte = animateur()
    avec_application(compte)
    Authenticator.objects.create(user=compte, type=Authenticator.Type.WEBAUTHN, data={"name": "Bureau"})
    client.force_login(compte)
    confirmer(client)

    client.post(RETRAIT)

    assert list(compte.authenticator_set.values_list("type", flat=True).order_by("type")) == [
        "recovery_codes",
        "webauthn",
    ]


def test_qui_n_en_doit_pas_retire_le_sien(obligatoire, client):
    compte = responsable(StructureFactory())
    avec_application(compte)
    client.force_login(compte)
    confirmer(client)

    client.post(RETRAIT)

    assert Authenticator.objects.filter(user=compte).count() == 0
    assert peut_retirer_un_second_facteur(compte) is True


def test_retrait_se_fait_apres_connexion(obligatoire, client):
    assert client.post(RETRAIT).status_code == 302


def test_deux_pages_ouvertes_le_retrait_est_refuse_par_la_bibliotheque_aussi(obligatoire, client):
    """The form of the library asks our adapter, whoever let the request through."""
    from espace_structures.comptes.adaptateur import AdaptateurSecondFacteur

    compte = animateur()
    avec_application(compte)
    application = Authenticator.objects.get(user=compte, type=Authenticator.Type.TOTP)

    assert AdaptateurSecondFacteur().can_delete_authenticator(application) is False


# --- Lost ------------------------------------------------------------------------------------------------------------


def adresse_de_reinitialisation(compte) -> str:
    return reverse("cms_second_facteur", args=(compte.pk,))


def test_animation_reinitialise_le_second_facteur_perdu(client, django_capture_on_commit_callbacks):
    perdue = responsable(StructureFactory(), email="camille@exemple.fr")
    avec_application(perdue)
    SocialAccount.objects.create(user=perdue, provider="proconnect", uid="abc")
    animation = animateur(first_name="Sacha", last_name="Petit")
    client.force_login(animation)
    confirmer(client)
    page = client.get(adresse_de_reinitialisation(perdue))

    with django_capture_on_commit_callbacks(execute=True):
        reponse = client.post(adresse_de_reinitialisation(perdue))

    assert (page.status_code, reponse.url) == (200, reverse("wagtailusers_users:edit", args=(perdue.pk,)))
    assert (Authenticator.objects.count(), SocialAccount.objects.count()) == (0, 0)
    assert [(m.to, m.subject) for m in mail.outbox] == [
        (["camille@exemple.fr"], "Votre second facteur a été réinitialisé")
    ]
    assert "Sacha Petit a retiré" in mail.outbox[0].body
    assert list(ModelLogEntry.objects.values_list("action", "user", "object_id")) == [
        ("comptes.second_facteur_reinitialise", animation.pk, str(perdue.pk))
    ]


def test_reinitialiser_demande_une_preuve_recente(client):
    perdue = responsable(StructureFactory())
    avec_application(perdue)
    client.force_login(animateur())

    reponse = client.post(adresse_de_reinitialisation(perdue))

    assert reponse.url.startswith("/compte/reauthenticate/")
    assert a_un_second_facteur(perdue) is True


@pytest.mark.parametrize("cible", ["soi", "superadministration"])
def test_reinitialiser_est_refuse(client, cible):
    moi = animateur()
    compte = moi if cible == "soi" else CompteFactory(is_superuser=True)
    avec_application(compte)
    client.force_login(moi)
    confirmer(client)

    reponse = client.post(adresse_de_reinitialisation(compte))

    assert (reponse.status_code, reponse.url, a_un_second_facteur(compte)) == (302, "/cms/", True)  # Wagtail's refusal
    with pytest.raises(ReinitialisationRefusee):
        reinitialiser(compte, par=moi)


def test_reinitialiser_est_ferme_a_une_structure(client):
    perdue = CompteFactory()
    avec_application(perdue)
    client.force_login(responsable(StructureFactory()))

    assert client.post(adresse_de_reinitialisation(perdue)).status_code in {403, 404}
    assert a_un_second_facteur(perdue) is True


def test_reinitialiser_ce_qui_n_existe_pas_le_dit(client):
    compte = CompteFactory(first_name="Alix", last_name="Martin")
    client.force_login(animateur())
    confirmer(client)

    reponse = client.post(adresse_de_reinitialisation(compte), follow=True)

    assert [str(message) for message in reponse.context["messages"]] == [
        "Alix Martin n’a ni second facteur ni lien avec ProConnect\u00a0: il n’y a rien à réinitialiser."
    ]
    assert mail.outbox == []


def test_bouton_de_reinitialisation_est_sur_l_ecran_du_compte(client):
    compte = CompteFactory()
    client.force_login(animateur())

    page = client.get(reverse("wagtailusers_users:edit", args=(compte.pk,))).content.decode()

    assert page.count(adresse_de_reinitialisation(compte)) == 1


# --- The pages -------------------------------------------------------------------------------------------------------


def test_page_de_securite_est_au_menu_de_l_espace(client):
    client.force_login(CompteFactory())

    assert re.search(rf'href="{SECURITE}"', client.get(ESPACE).content.decode())


@pytest.mark.parametrize(
    "adresse",
    [
        SECURITE,
        ACTIVATION,
        "/compte/2fa/webauthn/",
        "/compte/2fa/webauthn/add/",
        "/compte/3rdparty/",
        "/compte/password/change/",
    ],
)
def test_page_du_compte_se_lit_dans_les_deux_langues(client, adresse):
    client.force_login(CompteFactory())
    confirmer(client)

    statuts = [client.get(f"{langue}{adresse}").status_code for langue in ("", "/en")]

    assert statuts == [200, 200]


def test_inscription_par_cle_n_existe_pas(client):
    assert client.get("/compte/2fa/webauthn/signup/").status_code == 404
