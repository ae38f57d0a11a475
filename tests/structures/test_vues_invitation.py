"""The link of an invitation: what it shows to whom, that reading changes nothing, that it gives nothing away."""

from datetime import timedelta

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from espace_structures.comptes.models import Compte
from espace_structures.structures.enums import RoleFinanceur, RoleStructure
from espace_structures.structures.models import Invitation, MembreStructure
from tests.fabriques.adhesions import SECRET, InvitationFactory
from tests.fabriques.comptes import CompteFactory
from tests.fabriques.structures import FinanceurFactory, StructureFactory, membre, responsable

pytestmark = pytest.mark.django_db

ADRESSE = f"/invitation/{SECRET}/"
OUVERTURE = {
    "prenom": "Awa",
    "nom": "Diop",
    "mot_de_passe": "quatre mots sans rapport",
    "confirmation": "quatre mots sans rapport",
}


def invitation(**champs) -> Invitation:
    """An invitation that is valid now."""
    return InvitationFactory(**{"structure__nom": "Passerelle", "creee_le": timezone.now()} | champs)


def titre(reponse) -> str:
    return reponse.content.decode().split("<h1>")[1].split("</h1>")[0]


def test_adresse_de_l_invitation():
    assert reverse("invitation", args=[SECRET]) == ADRESSE


def test_lien_inconnu(client):
    reponse = client.get(ADRESSE)

    assert (reponse.status_code, titre(reponse)) == (404, "Ce lien n’est plus valable")


def test_page_ne_se_garde_pas_et_ne_dit_pas_d_ou_l_on_vient(client):
    invitation()

    reponse = client.get(ADRESSE)

    assert reponse["Referrer-Policy"] == "strict-origin"
    assert "no-store" in reponse["Cache-Control"]


def test_lire_le_lien_ne_change_rien(client):
    invitation()
    CompteFactory(email="awa@exemple.fr")
    avant = list(Invitation.objects.values())

    for _fois in range(2):
        client.get(ADRESSE)

    assert list(Invitation.objects.values()) == avant
    assert MembreStructure.objects.count() == 0


# --- Nobody signed in ------------------------------------------------------------------------------------------------


def test_sans_compte_on_l_ouvre_et_l_on_entre(client):
    invitation(role=RoleStructure.REDACTEUR)

    reponse = client.post(ADRESSE, OUVERTURE, follow=True)

    compte = Compte.objects.get()
    assert (compte.email, str(compte)) == ("awa@exemple.fr", "Awa Diop")
    assert compte.check_password("quatre mots sans rapport")
    assert compte.membres_structures.get().role == RoleStructure.REDACTEUR
    assert reponse.redirect_chain == [(reverse("espace:accueil"), 302)]
    assert "Vous êtes membre de «\u00a0Passerelle\u00a0»." in reponse.content.decode()


@pytest.mark.parametrize(
    ("champs", "erreur"),
    [
        ({"prenom": ""}, "Indiquez votre prénom."),
        ({"mot_de_passe": "court", "confirmation": "court"}, "Ce mot de passe est trop court."),
        ({"confirmation": "autre chose encore"}, "Les deux mots de passe diffèrent"),
    ],
)
def test_compte_mal_rempli_garde_ce_qui_est_ecrit(client, champs, erreur):
    invitation()

    reponse = client.post(ADRESSE, OUVERTURE | champs)

    assert (reponse.status_code, Compte.objects.count()) == (422, 0)
    assert erreur in reponse.content.decode()
    assert 'value="Diop"' in reponse.content.decode()


def test_avec_un_compte_on_se_connecte_d_abord(client):
    invitation()
    CompteFactory(email="awa@exemple.fr")

    reponse = client.get(ADRESSE)

    page = reponse.content.decode()
    assert f"{reverse('account_login')}?next={ADRESSE}" in page
    assert "awa@exemple.fr" not in page
    assert client.post(ADRESSE, OUVERTURE).status_code == 409
    assert MembreStructure.objects.count() == 0


# --- Signed in -------------------------------------------------------------------------------------------------------


def test_compte_invite_accepte_d_un_bouton(client):
    invitation(courriel="Awa@Exemple.fr")
    awa = CompteFactory(email="awa@exemple.fr")
    client.force_login(awa)

    assert "Accepter l’invitation" in client.get(ADRESSE).content.decode()
    reponse = client.post(ADRESSE)

    assert (reponse.status_code, reponse.url) == (302, reverse("espace:accueil"))
    assert awa.membres_structures.get().actif


def test_autre_compte_ne_peut_rien_et_n_apprend_rien(client):
    invitation()
    client.force_login(CompteFactory(email="autre@exemple.fr"))

    page = client.get(ADRESSE).content.decode()
    reponse = client.post(ADRESSE)

    assert "Elle a été envoyée à a…@e…" in page
    assert "awa@exemple.fr" not in page
    assert "Passerelle" not in page
    assert (reponse.status_code, MembreStructure.objects.count()) == (409, 0)


def test_deconnexion_ramene_a_l_invitation(client):
    invitation()
    client.force_login(CompteFactory(email="autre@exemple.fr"))

    reponse = client.post(reverse("account_logout"), {"next": ADRESSE})

    assert reponse.url == ADRESSE


def test_lien_ouvert_apres_acceptation(client):
    invitation()
    awa = CompteFactory(email="awa@exemple.fr")
    client.force_login(awa)
    client.post(ADRESSE)

    assert titre(client.get(ADRESSE)) == "Cette invitation a déjà été acceptée"
    assert client.post(ADRESSE).status_code == 409


@pytest.mark.parametrize("jours", [14, 20])
def test_lien_expire_en_demande_un_autre_une_fois_par_jour(client, jours, django_capture_on_commit_callbacks):
    structure = StructureFactory()
    qui = responsable(structure, email="roy@exemple.fr")
    invitation(structure=structure, invitee_par=qui, creee_le=timezone.now() - timedelta(days=jours))

    assert titre(client.get(ADRESSE)) == "Cette invitation n’est plus valable"
    with django_capture_on_commit_callbacks(execute=True):
        codes = [client.post(ADRESSE, {"redemander": "1"}).status_code for _fois in range(2)]

    assert codes == [302, 302]
    assert [message.to for message in mail.outbox] == [["roy@exemple.fr"]]
    assert client.post(ADRESSE, OUVERTURE).status_code == 409
    assert Compte.objects.filter(email="awa@exemple.fr").count() == 0


def test_invitation_annulee(client):
    invitation(annulee_le=timezone.now())

    assert titre(client.get(ADRESSE)) == "Cette invitation n’est plus valable"


def test_invitation_d_un_financeur(client):
    financeur = FinanceurFactory(nom="DRIEETS")
    invitation(structure=None, financeur=financeur, role=RoleFinanceur.LECTEUR)

    page = client.get(ADRESSE).content.decode()

    assert "Rejoindre «\u00a0DRIEETS\u00a0»" in page
    assert "Lecteur ou lectrice" in page


# --- From the members' screen ----------------------------------------------------------------------------------------


def test_responsable_invite_depuis_l_ecran_des_membres(client, django_capture_on_commit_callbacks):
    structure = StructureFactory()
    client.force_login(responsable(structure))
    adresse = reverse("espace:inviter", args=["structures", structure.pk])

    with django_capture_on_commit_callbacks(execute=True):
        reponse = client.post(adresse, {"courriel": "awa@exemple.fr", "role": "LECTEUR"}, follow=True)

    page = reponse.content.decode()
    assert "L’invitation est envoyée\u00a0: son lien est valable quatorze jours." in page
    assert "awa@exemple.fr" in page
    assert [message.to for message in mail.outbox] == [["awa@exemple.fr"]]


def test_invitation_refusee_garde_ce_qui_est_ecrit(client):
    structure = StructureFactory()
    membre(structure, email="awa@exemple.fr")
    client.force_login(responsable(structure))
    adresse = reverse("espace:inviter", args=["structures", structure.pk])

    reponse = client.post(adresse, {"courriel": "awa@exemple.fr", "role": "LECTEUR", "message": "Bienvenue."})

    page = reponse.content.decode()
    assert reponse.status_code == 422
    assert "est déjà membre\u00a0: changez plutôt son rôle dans la liste." in page
    assert "Bienvenue." in page


def test_renvoi_trop_rapide_le_dit(client):
    structure = StructureFactory()
    client.force_login(responsable(structure))
    attente = invitation(structure=structure)

    reponse = client.post(
        reverse("espace:renvoyer-invitation", args=["structures", structure.pk, attente.pk]), follow=True
    )

    assert "attendez une minute avant de la renvoyer." in reponse.content.decode()


def test_invitation_d_une_autre_structure_est_introuvable(client):
    structure = StructureFactory()
    client.force_login(responsable(structure))
    ailleurs = invitation()

    for nom in ("renvoyer-invitation", "annuler-invitation"):
        reponse = client.post(reverse(f"espace:{nom}", args=["structures", structure.pk, ailleurs.pk]))
        assert reponse.status_code == 404
