"""The screens of members in the gated space: what they show, that a withdrawal bites in an open session."""

from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from espace_structures.comptes.models import Compte
from espace_structures.structures.enums import EtatDemande, RoleStructure
from espace_structures.structures.models import MembreStructure, Structure
from tests.fabriques.adhesions import DemandeFactory, InvitationFactory
from tests.fabriques.comptes import CompteFactory
from tests.fabriques.structures import StructureFactory, animateur, membre, responsable

pytestmark = pytest.mark.django_db


def adresse(nom, structure, *arguments) -> str:
    return reverse(f"espace:{nom}", args=["structures", structure.pk, *arguments])


def rattachement(compte) -> MembreStructure:
    return compte.membres_structures.get()


@pytest.fixture
def structure():
    return StructureFactory(nom="Passerelle")


def test_liste_dit_qui_avec_quel_role_et_depuis_quand(client, structure):
    chef = responsable(structure, last_name="Roy")
    membre(structure, last_name="Diop", last_login=datetime(2026, 2, 3, tzinfo=UTC))
    membre(structure, last_name="Zed", is_active=False)
    client.force_login(chef)

    page = client.get(adresse("membres", structure)).content.decode()

    assert "Camille Diop" in page
    assert "février 2026" in page
    assert "Compte désactivé" in page


def peupler(structure, nombre):
    for rang in range(nombre):
        membre(structure)
        parti = membre(structure)
        MembreStructure.objects.filter(compte=parti).update(actif=False, quitte_le=timezone.now())
        InvitationFactory(structure=structure, courriel=f"p{rang}@exemple.fr", secret=str(rang))
        DemandeFactory(structure=structure, courriel=f"d{rang}@exemple.fr")


@pytest.mark.parametrize("nombre", [1, 3])
def test_liste_coute_un_nombre_fixe_de_requetes(client, structure, nombre, django_assert_num_queries):
    client.force_login(responsable(structure))
    peupler(structure, nombre)
    client.get(adresse("membres", structure))

    with django_assert_num_queries(REQUETES_MEMBRES):
        client.get(adresse("membres", structure))


REQUETES_MEMBRES = 12


@pytest.mark.parametrize("nombre", [1, 3])
def test_structures_sans_responsable_coutent_un_nombre_fixe_de_requetes(client, nombre, django_assert_num_queries):
    client.force_login(animateur())
    for _rang in range(nombre):
        membre(StructureFactory())
    client.get(reverse("espace:structures-sans-responsable"))

    with django_assert_num_queries(REQUETES_SANS_RESPONSABLE):
        client.get(reverse("espace:structures-sans-responsable"))


REQUETES_SANS_RESPONSABLE = 12


def test_retrait_prend_effet_dans_une_session_ouverte(client, structure):
    responsable(structure)
    awa = responsable(structure)
    client.force_login(awa)
    assert client.get(adresse("membres", structure)).status_code == 200

    MembreStructure.objects.filter(compte=awa).update(actif=False)

    assert client.get(adresse("membres", structure)).status_code == 404


def test_role_abaisse_prend_effet_dans_une_session_ouverte(client, structure):
    responsable(structure)
    awa = responsable(structure)
    client.force_login(awa)
    assert client.get(adresse("membres", structure)).status_code == 200

    MembreStructure.objects.filter(compte=awa).update(role=RoleStructure.LECTEUR)

    assert client.get(adresse("membres", structure)).status_code == 403


def test_derniere_personne_responsable_lit_pourquoi_elle_reste(client, structure):
    chef = responsable(structure)
    client.force_login(chef)

    reponse = client.post(adresse("desactiver-membre", structure, rattachement(chef).pk), follow=True)
    refuse = client.post(adresse("changer-role", structure, rattachement(chef).pk), {"role": "LECTEUR"})

    phrase = "nommez d’abord une autre personne responsable"
    assert phrase in reponse.content.decode()
    assert (refuse.status_code, phrase in refuse.content.decode()) == (422, True)
    assert rattachement(chef).actif


def test_changer_retirer_rendre(client, structure):
    client.force_login(responsable(structure))
    awa = membre(structure, last_name="Diop")
    pk = rattachement(awa).pk

    etats = []
    for nom, donnees in [
        ("changer-role", {"role": "LECTEUR"}),
        ("desactiver-membre", {}),
        ("reactiver-membre", {"role": "REDACTEUR"}),
    ]:
        reponse = client.post(adresse(nom, structure, pk), donnees)
        assert reponse.url == adresse("membres", structure)
        etats.append((rattachement(awa).role, rattachement(awa).actif))

    assert etats == [("LECTEUR", True), ("LECTEUR", False), ("REDACTEUR", True)]


def test_role_absent_est_demande(client, structure):
    client.force_login(responsable(structure))

    reponse = client.post(adresse("changer-role", structure, rattachement(membre(structure)).pk), {"role": ""})

    assert (reponse.status_code, "Choisissez un rôle." in reponse.content.decode()) == (422, True)


# --- Structures that nobody runs -------------------------------------------------------------------------------------


def test_structure_orpheline_apparait_et_se_secourt(client, structure):
    chef = responsable(structure)
    awa = membre(structure)
    client.force_login(animateur())
    liste = reverse("espace:structures-sans-responsable")
    assert "Passerelle" not in client.get(liste).content.decode()

    Compte.objects.filter(pk=chef.pk).update(is_active=False)
    page = client.get(liste).content.decode()
    client.post(reverse("espace:nommer-responsable", args=[structure.pk]), {"membre": rattachement(awa).pk})

    assert "Passerelle" in page
    assert rattachement(awa).role == RoleStructure.RESPONSABLE
    assert "Passerelle" not in client.get(liste).content.decode()


def test_structures_orphelines_se_lisent_page_apres_page(client):
    for rang in range(51):
        StructureFactory(nom=f"Association {rang:02}")
    client.force_login(animateur())
    liste = reverse("espace:structures-sans-responsable")

    premiere, seconde = client.get(liste).text, client.get(liste, {"page": "2"}).text

    assert ("Association 49" in premiere, "Association 50" in premiere) == (True, False)
    assert ("Association 49" in seconde, "Association 50" in seconde) == (False, True)


def test_structure_orpheline_compte_ses_membres_et_ses_invitations(structure):
    membre(structure)
    membre(structure)
    InvitationFactory(structure=structure)
    StructureFactory()

    lues = Structure.objects.sans_responsable().avec_secours().order_by("pk")

    assert [(s.membres_actifs, s.invitations_en_attente) for s in lues] == [(2, 1), (0, 0)]


# --- Requests to join, signed in -------------------------------------------------------------------------------------


def test_demande_dans_l_espace_puis_reponse(client, structure):
    chef = responsable(structure)
    awa = CompteFactory(email="awa@exemple.fr", first_name="Awa", last_name="Diop")
    client.force_login(awa)
    reponse = client.post(reverse("espace:demander", args=[structure.pk]), {"message": "Bonjour."}, follow=True)
    assert "Votre demande est transmise" in reponse.content.decode()
    demande = structure.demandes.get()

    client.force_login(chef)
    assert "Awa Diop" in client.get(adresse("membres", structure)).content.decode()
    client.post(reverse("espace:accepter-demande", args=[structure.pk, demande.pk]), {"role": "LECTEUR"})

    assert rattachement(awa).role == RoleStructure.LECTEUR


def test_demande_retiree_par_son_auteur(client, structure):
    awa = CompteFactory(email="awa@exemple.fr")
    demande = DemandeFactory(structure=structure, compte=awa)
    client.force_login(awa)
    retrait = reverse("espace:retirer-demande", args=[demande.pk])

    assert retrait in client.get(reverse("espace:rejoindre")).content.decode()
    client.post(retrait)
    structure.demandes.update(etat=EtatDemande.ACCEPTEE)
    reponse = client.post(retrait, follow=True)

    assert "La structure a déjà répondu à cette demande" in reponse.content.decode()


def test_demande_non_confirmee_ne_derange_personne(client, structure):
    demande = DemandeFactory(structure=structure, etat=EtatDemande.A_CONFIRMER)
    client.force_login(responsable(structure))

    assert "Awa Diop" not in client.get(adresse("membres", structure)).content.decode()
    assert client.get(reverse("espace:accepter-demande", args=[structure.pk, demande.pk])).status_code == 404


def test_refus_sans_motif_est_demande(client, structure):
    demande = DemandeFactory(structure=structure, creee_le=timezone.now() - timedelta(days=1))
    client.force_login(responsable(structure))
    refuser = reverse("espace:refuser-demande", args=[structure.pk, demande.pk])

    assert client.post(refuser, {"motif": ""}).status_code == 422
    assert client.post(refuser, {"motif": "Nous ne vous connaissons pas."}).status_code == 302


# --- Leaving ---------------------------------------------------------------------------------------------------------


def test_depart_montre_puis_agit(client, structure):
    chef = responsable(structure)
    awa = rattachement(membre(structure, last_name="Diop"))
    InvitationFactory(structure=structure, invitee_par=chef, courriel="invitee@exemple.fr")
    client.force_login(chef)
    depart = reverse("espace:depart", args=[structure.pk])

    page = client.get(depart).content.decode()
    sans = client.post(depart)
    avec = client.post(depart, {"successeur": awa.pk}, follow=True)

    assert "invitee@exemple.fr" in page
    assert "Camille Diop" in page
    assert (sans.status_code, "Choisissez la personne qui vous succède." in sans.content.decode()) == (422, True)
    assert "Vous avez quitté «\u00a0Passerelle\u00a0»." in avec.content.decode()
    assert client.get(depart).status_code == 404
    assert Compte.objects.get(pk=chef.pk).is_active


def test_seule_personne_de_la_structure_doit_d_abord_inviter(client, structure):
    client.force_login(responsable(structure))

    page = client.get(reverse("espace:depart", args=[structure.pk])).content.decode()

    assert "invitez d’abord quelqu’un pour vous succéder." in page
    assert "Quitter mes fonctions" not in page
