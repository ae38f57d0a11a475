"""Asking to join, without an account: the same answer to everybody, programs kept out, a button to confirm."""

from time import process_time

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from espace_structures.structures.enums import EtatDemande, StatutStructure
from espace_structures.structures.metier.demandes import jeton
from espace_structures.structures.models import AncienNom, DemandeAdhesion
from tests.fabriques.adhesions import DemandeFactory
from tests.fabriques.comptes import CompteFactory
from tests.fabriques.machines import ouvert
from tests.fabriques.structures import StructureFactory, membre, responsable

pytestmark = pytest.mark.django_db


def formulaire(**champs) -> dict:
    """What a visitor sends, having seen the form a minute ago."""
    return {
        "prenom": "Awa",
        "nom": "Diop",
        "courriel": "awa@exemple.fr",
        "fonction": "",
        "message": "Bonjour.",
        "ouvert": ouvert(),
    } | champs


def noms(reponse) -> list[str]:
    return [structure.nom for structure in reponse.context["page"]]


@pytest.fixture
def passerelle():
    return StructureFactory(nom="Passerelle", departements=["93"])


# --- Search ----------------------------------------------------------------------------------------------------------


def test_recherche_par_nom_ancien_nom_et_departement(client, passerelle):
    StructureFactory(nom="Tremplin", departements=["75", "93"])
    StructureFactory(nom="Passerelle close", statut=StatutStructure.FERMEE)
    AncienNom.objects.create(structure=passerelle, nom="La Passerelle du Nord", jusqu_au=timezone.localdate())

    trouves = [
        noms(client.get("/rejoindre/", parametres))
        for parametres in (
            {},
            {"mots": "passer"},
            {"mots": "nord"},
            {"departement": "75"},
            {"mots": "\0"},
            {"mots": "x y"},
        )
    ]

    tous = ["Passerelle", "Tremplin"]
    assert trouves == [tous, ["Passerelle"], ["Passerelle"], ["Tremplin"], tous, []]


def test_recherche_de_beaucoup_de_mots_repond_aussitot(client, passerelle):
    for rang in range(4):
        AncienNom.objects.create(structure=passerelle, nom=f"Ancien nom {rang}", jusqu_au=timezone.localdate())
    debut = process_time()

    trouvees = noms(client.get("/rejoindre/", {"mots": "n " * 9}))

    # A join a word would make four to the ninth rows of this single structure.
    assert trouvees == ["Passerelle"]
    assert process_time() - debut < 10


@pytest.mark.parametrize("nombre", [1, 3])
def test_recherche_coute_un_nombre_fixe_de_requetes(client, nombre, django_assert_num_queries):
    for _rang in range(nombre):
        StructureFactory()
    client.get("/rejoindre/")

    with django_assert_num_queries(REQUETES):
        client.get("/rejoindre/")


REQUETES = 7


def test_personne_connectee_passe_par_son_espace(client, passerelle):
    client.force_login(CompteFactory())

    adresses = [client.get(chemin).url for chemin in ("/rejoindre/", f"/rejoindre/{passerelle.pk}/")]

    assert adresses == [reverse("espace:rejoindre"), reverse("espace:demander", args=[passerelle.pk])]


# --- Asking ----------------------------------------------------------------------------------------------------------


def test_reponse_est_la_meme_que_l_adresse_soit_connue_ou_non(client, passerelle, django_capture_on_commit_callbacks):
    membre(passerelle, email="connue@exemple.fr")
    adresse = reverse("rejoindre_structure", args=[passerelle.pk])

    reponses = []
    for courriel in ("awa@exemple.fr", "connue@exemple.fr"):
        with django_capture_on_commit_callbacks(execute=True):
            reponse = client.post(adresse, formulaire(courriel=courriel), follow=True)
        reponses.append((reponse.redirect_chain, reponse.content.decode().split("<main")[1]))

    assert reponses[0] == reponses[1]
    assert [message.to[0] for message in mail.outbox] == ["awa@exemple.fr", "connue@exemple.fr"]
    assert DemandeAdhesion.objects.count() == 1


def test_demandes_en_rafale_sont_arretees(client, passerelle):
    adresse = reverse("rejoindre_structure", args=[passerelle.pk])

    codes = [client.post(adresse, formulaire(message=str(rang))).status_code for rang in range(4)]

    assert codes == [302, 302, 302, 429]


def test_demande_mal_remplie_garde_ce_qui_est_ecrit(client, passerelle):
    reponse = client.post(
        reverse("rejoindre_structure", args=[passerelle.pk]), formulaire(courriel="awa", nom="", message="Je garde.")
    )

    page = reponse.content.decode()
    assert reponse.status_code == 422
    assert "écrivez-la sous la forme nom@exemple.fr." in page
    assert "Indiquez votre nom." in page
    assert "Je garde." in page


def test_structure_fermee_est_introuvable(client):
    fermee = StructureFactory(statut=StatutStructure.FERMEE)

    assert client.get(reverse("rejoindre_structure", args=[fermee.pk])).status_code == 404


def test_formulaire_dit_a_quoi_servent_les_informations(client, passerelle):
    page = client.get(reverse("rejoindre_structure", args=[passerelle.pk])).content.decode()

    assert "Ces informations servent seulement à transmettre votre demande" in page


# --- Following -------------------------------------------------------------------------------------------------------


def test_lire_le_lien_ne_confirme_rien_le_bouton_confirme(client, django_capture_on_commit_callbacks):
    demande = DemandeFactory(etat=EtatDemande.A_CONFIRMER, structure__nom="Passerelle")
    responsable(demande.structure, email="chef@exemple.fr")
    adresse = reverse("demande_suivie", args=[jeton(demande)])
    client.get(adresse)
    assert DemandeAdhesion.objects.get().etat == EtatDemande.A_CONFIRMER

    with django_capture_on_commit_callbacks(execute=True):
        reponses = [client.post(adresse, {"confirmer": "1"}, follow=True).content.decode() for _fois in range(2)]

    assert "Votre demande est transmise à la structure." in reponses[0]
    assert "Votre demande était déjà confirmée." in reponses[1]
    assert [message.to for message in mail.outbox] == [["chef@exemple.fr"]]


def test_retirer_par_le_lien(client):
    demande = DemandeFactory()
    adresse = reverse("demande_suivie", args=[jeton(demande)])

    client.post(adresse, {"retirer": "1"})

    assert DemandeAdhesion.objects.get().etat == EtatDemande.RETIREE
    assert "Vous avez retiré cette demande" in client.get(adresse).content.decode()


@pytest.mark.parametrize(
    ("champs", "phrase"),
    [
        ({"etat": EtatDemande.EN_ATTENTE}, "la réponse vous arrivera par courriel."),
        ({"etat": EtatDemande.ACCEPTEE}, "Votre demande est acceptée."),
        ({"etat": EtatDemande.REFUSEE, "motif": "Nous ne vous connaissons pas."}, "Nous ne vous connaissons pas."),
    ],
)
def test_suivi_dit_ou_en_est_la_demande(client, champs, phrase):
    reponse = client.get(reverse("demande_suivie", args=[jeton(DemandeFactory(**champs))]))

    assert phrase in reponse.content.decode()
    assert reponse["Referrer-Policy"] == "strict-origin"


def test_retrait_trop_tardif_le_dit(client):
    demande = DemandeFactory(etat=EtatDemande.ACCEPTEE)

    reponse = client.post(reverse("demande_suivie", args=[jeton(demande)]), {"retirer": "1"}, follow=True)

    assert "La structure a déjà répondu à cette demande" in reponse.content.decode()


def test_faux_lien(client):
    assert client.get(reverse("demande_suivie", args=["faux"])).status_code == 404


def test_ses_propres_structures_ne_sont_pas_proposees(client, passerelle):
    StructureFactory(nom="Tremplin")
    client.force_login(membre(passerelle))

    assert noms(client.get(reverse("espace:rejoindre"))) == ["Tremplin"]
