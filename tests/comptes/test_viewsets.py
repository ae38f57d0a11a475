"""Accounts in the back office: opened by mail, deactivated at once, and no way to more rights than one has."""

import re

import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth.models import Group, Permission
from django.core import mail
from django.urls import reverse

from espace_structures.comptes.models import Compte
from espace_structures.structures.groupes import ANIMATION
from tests.fabriques.comptes import MOT_DE_PASSE, CompteFactory
from tests.fabriques.structures import StructureFactory, animateur, responsable

pytestmark = pytest.mark.django_db

LISTE = "/cms/users/"
NOUVEAU = {"password1": "quatre mots sans lien", "password2": "quatre mots sans lien"}


def modification(compte) -> str:
    return reverse("wagtailusers_users:edit", args=(compte.pk,))


def saisie(**champs) -> dict:
    return {"email": "nouvelle@exemple.fr", "first_name": "Alix", "last_name": "Martin"} | champs


@pytest.fixture
def moi(client):
    """A person of the animation, signed in."""
    compte = animateur(email="animation@exemple.fr")
    client.force_login(compte)
    return compte


@pytest.fixture
def superadministrateur():
    return CompteFactory(email="admin@exemple.fr", is_superuser=True)


# --- Opening ---------------------------------------------------------------------------------------------------------


def test_compte_ouvert_recoit_un_lien_qui_choisit_le_mot_de_passe(
    client, moi, django_capture_on_commit_callbacks, settings
):
    settings.WAGTAILADMIN_BASE_URL = "https://portail.exemple.fr"
    with django_capture_on_commit_callbacks(execute=True):
        reponse = client.post(f"{LISTE}new/", saisie(email="Nouvelle@Exemple.fr"))
    client.logout()

    compte = Compte.objects.get(email="nouvelle@exemple.fr")
    message = mail.outbox[0]
    [lien] = re.findall(r"^https://portail\.exemple\.fr(/compte/password/reset/key/\S+)$", message.body, re.MULTILINE)
    assert (reponse.status_code, reponse.url) == (302, LISTE)
    assert (len(mail.outbox), message.to, compte.has_usable_password()) == (1, ["nouvelle@exemple.fr"], False)

    page = client.get(lien, follow=True)
    fin = client.post(page.redirect_chain[-1][0], NOUVEAU)
    compte.refresh_from_db()

    assert fin.status_code == 302
    assert compte.check_password("quatre mots sans lien") is True
    assert client.login(email="nouvelle@exemple.fr", password="quatre mots sans lien") is True


def test_lien_d_ouverture_ne_sert_qu_une_fois(client, moi, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        client.post(f"{LISTE}new/", saisie())
    client.logout()
    [lien] = re.findall(r"(/compte/password/reset/key/\S+)$", mail.outbox[0].body, re.MULTILINE)
    page = client.get(lien, follow=True)
    client.post(page.redirect_chain[-1][0], NOUVEAU)
    client.logout()

    deuxieme_fois = client.get(lien, follow=True)

    assert deuxieme_fois.context["token_fail"] is True


def test_courriel_d_ouverture_a_la_meme_adresse_dans_ses_deux_versions(client, moi, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        client.post(f"{LISTE}new/", saisie())

    message = mail.outbox[0]
    html, genre = message.alternatives[0]
    [lien] = re.findall(r"^(http\S+/key/\S+)$", message.body, re.MULTILINE)
    assert (genre, f'href="{lien}"' in html) == ("text/html", True)
    assert message.subject == "Votre compte sur le portail « Parrainage vers l’emploi »"
    assert "Bonjour Alix Martin," in message.body
    assert "pendant 3 jours" in message.body


def test_compte_d_une_adresse_deja_prise_est_refuse_quelles_que_soient_les_majuscules(client, moi):
    CompteFactory(email="nouvelle@exemple.fr")

    reponse = client.post(f"{LISTE}new/", saisie(email="NOUVELLE@exemple.fr"))

    assert reponse.context["form"].errors == {"email": ["Un compte existe déjà avec cette adresse électronique."]}
    assert mail.outbox == []


def test_formulaire_d_ouverture_ne_demande_aucun_mot_de_passe(client, moi):
    formulaire = client.get(f"{LISTE}new/").context["form"]

    assert sorted(formulaire.fields) == ["email", "first_name", "groups", "is_superuser", "last_name"]


# --- No escalation ---------------------------------------------------------------------------------------------------


def test_animation_ne_cree_pas_de_superadministrateur(client, moi):
    client.post(f"{LISTE}new/", saisie(is_superuser="on"))

    assert Compte.objects.get(email="nouvelle@exemple.fr").is_superuser is False


def test_superadministrateur_peut_en_creer_un_autre(client, superadministrateur):
    client.force_login(superadministrateur)

    client.post(f"{LISTE}new/", saisie(is_superuser="on"))

    assert Compte.objects.get(email="nouvelle@exemple.fr").is_superuser is True


def test_animation_ne_se_fait_pas_superadministratrice(client, moi):
    client.post(modification(moi), saisie(email=moi.email, is_superuser="on", is_active="on"))

    moi.refresh_from_db()
    assert (moi.is_superuser, moi.first_name) == (False, "Alix")


@pytest.mark.parametrize("methode", ["get", "post"])
def test_animation_ne_touche_pas_au_compte_d_un_superadministrateur(client, moi, superadministrateur, methode):
    reponse = getattr(client, methode)(modification(superadministrateur), saisie(email="pirate@exemple.fr"))

    superadministrateur.refresh_from_db()
    assert (reponse.status_code, reponse.url) == (302, reverse("wagtailadmin_home"))
    assert superadministrateur.email == "admin@exemple.fr"


def test_animation_ne_touche_pas_a_un_compte_qui_a_plus_de_droits(client, moi):
    technique = Group.objects.create(name="Technique")
    technique.permissions.add(Permission.objects.get(codename="change_group", content_type__app_label="auth"))
    voisin = CompteFactory(email="technique@exemple.fr", is_active=False)
    voisin.groups.add(technique)

    client.post(modification(voisin), saisie(email="pirate@exemple.fr", is_active="on"))

    voisin.refresh_from_db()
    assert (voisin.email, voisin.is_active) == ("technique@exemple.fr", False)


def test_animation_ne_donne_que_ses_groupes_et_n_en_retire_pas_d_autres(client, moi):
    autre = Group.objects.create(name="Lecture")
    cible = CompteFactory()
    cible.groups.add(autre)
    animation = Group.objects.get(name=ANIMATION)

    offerts = list(client.get(modification(cible)).context["form"].fields["groups"].queryset)
    client.post(modification(cible), saisie(is_active="on", groups=[animation.pk]))

    assert offerts == [animation]
    assert sorted(cible.groups.values_list("name", flat=True)) == [ANIMATION, "Lecture"]


def test_animation_ne_donne_pas_un_groupe_qu_elle_n_a_pas(client, moi):
    autre = Group.objects.create(name="Technique")
    cible = CompteFactory()

    reponse = client.post(modification(cible), saisie(is_active="on", groups=[autre.pk]))

    assert list(reponse.context["form"].errors) == ["groups"]
    assert cible.groups.count() == 0


@pytest.mark.parametrize("nom", ["wagtailusers_groups:index", "wagtailusers_groups:add"])
def test_animation_ne_gere_pas_les_groupes(client, moi, nom):
    assert client.get(modification(moi)).status_code == 200

    reponse = client.get(reverse(nom))

    assert (reponse.status_code, reponse.url) == (302, reverse("wagtailadmin_home"))


def test_animation_ne_supprime_pas_de_compte(client, moi):
    cible = CompteFactory()

    client.post(reverse("wagtailusers_users:delete", args=(cible.pk,)))

    assert Compte.objects.filter(pk=cible.pk).exists() is True


def en_nombre(action: str, *comptes) -> str:
    numeros = "&".join(f"id={compte.pk}" for compte in comptes)
    return f"{reverse('wagtail_bulk_action', args=('comptes', 'compte', action))}?{numeros}&next={LISTE}"


def test_desactivation_en_nombre_epargne_les_comptes_hors_de_portee(client, moi, superadministrateur):
    cible = CompteFactory()

    client.post(en_nombre("set_active_state", cible, superadministrateur), {"mark_as_active": "False"})

    cible.refresh_from_db()
    superadministrateur.refresh_from_db()
    assert (cible.is_active, superadministrateur.is_active) == (False, True)


def test_groupe_donne_en_nombre_est_un_de_ceux_qu_on_a(client, moi):
    autre = Group.objects.create(name="Technique")
    cible = CompteFactory()

    client.post(en_nombre("assign_role", cible), {"role": autre.pk})
    refuse = cible.groups.count()
    client.post(en_nombre("assign_role", cible), {"role": Group.objects.get(name=ANIMATION).pk})

    assert (refuse, list(cible.groups.values_list("name", flat=True))) == (0, [ANIMATION])


def test_suppression_en_nombre_est_refusee_a_l_animation(client, moi):
    cible = CompteFactory()

    client.post(en_nombre("delete", cible))

    assert Compte.objects.filter(pk=cible.pk).exists() is True


# --- Deactivating, changing the address ------------------------------------------------------------------------------


def test_compte_desactive_perd_aussitot_sa_session_ouverte(client, moi):
    cible = responsable(StructureFactory(), email="cible@exemple.fr")
    navigateur = type(client)()
    navigateur.force_login(cible)
    avant = navigateur.get(reverse("espace:accueil")).status_code

    client.post(modification(cible), saisie(email=cible.email))
    apres = navigateur.get(reverse("espace:accueil"))

    assert avant == 200
    assert (apres.status_code, apres.url) == (302, "/compte/login/?next=/espace/")


def test_compte_desactive_ne_se_reconnecte_pas(client):
    CompteFactory(email="cible@exemple.fr", is_active=False)

    client.post(reverse("account_login"), {"login": "cible@exemple.fr", "password": MOT_DE_PASSE})

    assert client.get(reverse("espace:accueil")).status_code == 302


def test_adresse_changee_l_ancienne_ne_connecte_plus(client, moi):
    cible = CompteFactory(email="ancienne@exemple.fr")
    EmailAddress.objects.create(user=cible, email="ancienne@exemple.fr", primary=True, verified=True)

    client.post(modification(cible), saisie(email="neuve@exemple.fr", is_active="on"))
    client.logout()
    client.post(reverse("account_login"), {"login": "ancienne@exemple.fr", "password": MOT_DE_PASSE})
    ancienne = client.get(reverse("espace:accueil")).status_code
    client.post(reverse("account_login"), {"login": "neuve@exemple.fr", "password": MOT_DE_PASSE})
    neuve = client.get(reverse("espace:accueil")).status_code

    assert (ancienne, neuve) == (302, 200)


# --- Lists -----------------------------------------------------------------------------------------------------------


def test_liste_des_comptes_garde_le_meme_nombre_de_requetes(client, moi, django_assert_max_num_queries):
    CompteFactory()
    client.get(LISTE)
    with django_assert_max_num_queries(40) as a_deux_comptes:
        client.get(LISTE)
    for _ in range(3):
        CompteFactory()

    with django_assert_max_num_queries(len(a_deux_comptes)):
        reponse = client.get(LISTE)

    assert len(reponse.context["object_list"]) == 5


@pytest.mark.parametrize(
    ("cherche", "trouves"), [("zoé", ["Zoé Petit"]), ("petit zoé", ["Zoé Petit"]), ("zoe@", ["Zoé Petit"])]
)
def test_fenetre_de_choix_trouve_par_nom_ou_adresse(client, moi, cherche, trouves):
    CompteFactory(first_name="Zoé", last_name="Petit", email="zoe@exemple.fr")
    CompteFactory(first_name="Zoé", last_name="Partie", email="zoe.partie@exemple.fr", is_active=False)

    reponse = client.get("/cms/choix-compte/results/", {"q": cherche})

    assert [str(compte) for compte in reponse.context["results"]] == ["Zoé Petit"]
