"""Who gets what at each address of the gated space: one row an address, a method and a state; one column a role.

An address without a row makes a test fail. 302 for a visitor and a deactivated account is the way to the sign-in page.
"""

from dataclasses import dataclass, field

import pytest
from django.db import transaction
from django.test import Client
from django.urls import resolve, reverse

from espace_structures.bilans.enums import EtatBilan
from espace_structures.bilans.models import Bilan
from espace_structures.structures.enums import PerimetreFinanceur, RoleFinanceur
from tests.fabriques.adresses import ecrans_de_l_espace
from tests.fabriques.bilans import REPONSES_COHERENTES, bilan_de, campagne_ouverte
from tests.fabriques.structures import (
    FinanceurFactory,
    StructureFactory,
    agent,
    animateur,
    membre,
    responsable,
)

pytestmark = pytest.mark.django_db

MOTIF = {"motif": "Revoir le tableau C2."}
ROLES = [
    "visiteur",
    "desactive",  # a responsable whose session was open when the account was deactivated
    "autre_structure",
    "contributeur",
    "responsable",
    "lecteur",
    "instructeur",
    "hors_perimetre",
    "animation",
]


def selon_le_role(
    autre_structure, contributeur, responsable, lecteur, instructeur, hors_perimetre, animation
) -> dict[str, int]:
    """Expected statuses; nobody without an active account ever passes the door."""
    return {
        "visiteur": 302,
        "desactive": 302,
        "autre_structure": autre_structure,
        "contributeur": contributeur,
        "responsable": responsable,
        "lecteur": lecteur,
        "instructeur": instructeur,
        "hors_perimetre": hors_perimetre,
        "animation": animation,
    }


@dataclass(frozen=True)
class Rang:
    """A row of the matrix. `etat`: the state of the bilan that is asked for."""

    nom: str
    methode: str
    attendu: dict[str, int]
    etat: EtatBilan = EtatBilan.TRANSMIS
    donnees: dict = field(default_factory=dict)

    def __str__(self):
        return f"{self.nom}-{self.methode}-{self.etat}"


SAISIE, ENVOI, VALIDE, VIDE = EtatBilan.EN_COURS, EtatBilan.TRANSMIS, EtatBilan.VALIDE, EtatBilan.A_SAISIR
MATRICE = [
    #                                   autre  contr. respo. lect.  instr. hors   anim.
    Rang("accueil", "get", selon_le_role(200, 200, 200, 200, 200, 200, 200)),
    Rang("bilans", "get", selon_le_role(200, 200, 200, 200, 200, 200, 200)),
    Rang("bilan", "get", selon_le_role(404, 200, 200, 404, 404, 404, 200), VIDE),
    Rang("bilan", "get", selon_le_role(404, 200, 200, 404, 404, 404, 200), SAISIE),
    Rang("bilan", "get", selon_le_role(404, 200, 200, 200, 200, 404, 200), ENVOI),
    Rang("bilan", "get", selon_le_role(404, 200, 200, 200, 200, 404, 200), EtatBilan.A_COMPLETER),
    Rang("bilan", "get", selon_le_role(404, 200, 200, 200, 200, 404, 200), VALIDE),
    Rang("saisie", "get", selon_le_role(404, 200, 200, 404, 404, 404, 403), SAISIE),
    Rang("saisie", "get", selon_le_role(404, 302, 302, 403, 403, 404, 403), ENVOI),
    Rang("saisie", "post", selon_le_role(404, 302, 302, 404, 404, 404, 403), SAISIE, {"B1": "4", "version": "0"}),
    Rang("saisie", "post", selon_le_role(404, 409, 409, 403, 403, 404, 403), ENVOI, {"B1": "4", "version": "0"}),
    Rang("transmettre", "get", selon_le_role(404, 403, 200, 404, 404, 404, 200), SAISIE),
    Rang("transmettre", "post", selon_le_role(404, 403, 302, 404, 404, 404, 302), SAISIE),
    Rang("transmettre", "post", selon_le_role(404, 403, 422, 404, 404, 404, 422), VIDE),
    Rang("transmettre", "post", selon_le_role(404, 403, 302, 403, 403, 404, 302), ENVOI),  # already sent: says so
    Rang("retourner", "get", selon_le_role(404, 403, 403, 403, 200, 404, 200), ENVOI),
    Rang("retourner", "post", selon_le_role(404, 403, 403, 403, 302, 404, 302), ENVOI, MOTIF),
    Rang("retourner", "post", selon_le_role(404, 403, 403, 403, 422, 404, 422), ENVOI),  # without a reason
    Rang("retourner", "post", selon_le_role(404, 403, 403, 404, 404, 404, 422), SAISIE, MOTIF),
    Rang("valider", "get", selon_le_role(404, 403, 403, 403, 200, 404, 200), ENVOI),
    Rang("valider", "post", selon_le_role(404, 403, 403, 403, 302, 404, 302), ENVOI),
    Rang("valider", "post", selon_le_role(404, 403, 403, 404, 404, 404, 422), SAISIE),
    Rang("rouvrir", "get", selon_le_role(404, 403, 403, 403, 200, 404, 200), VALIDE),
    Rang("rouvrir", "post", selon_le_role(404, 403, 403, 403, 302, 404, 302), VALIDE, MOTIF),
    Rang("rouvrir", "post", selon_le_role(404, 403, 403, 403, 422, 404, 422), ENVOI, MOTIF),
    Rang("justifier", "get", selon_le_role(405, 405, 405, 405, 405, 405, 405), SAISIE),
    Rang(  # the figures are coherent: there is nothing to justify
        "justifier",
        "post",
        selon_le_role(404, 422, 422, 404, 404, 404, 403),
        SAISIE,
        {"regle": "R12", "feuille": "", "texte": "Un employeur a recruté tout le groupe."},
    ),
    Rang("consolidation", "get", selon_le_role(403, 403, 403, 200, 200, 200, 200)),
    Rang("extraction", "get", selon_le_role(403, 403, 403, 200, 200, 200, 200)),
]


@pytest.fixture
def monde():
    """One structure of Paris and its bilans, one signed-in browser a role; says where each row is to be asked."""
    structure = StructureFactory(departements=["75"])
    bilans = {
        etat: bilan_de(
            structure,
            campagne_ouverte(2020 + rang),
            etat,
            {} if etat == EtatBilan.A_SAISIR else REPONSES_COHERENTES,
        )
        for rang, etat in enumerate(EtatBilan)
    }
    region = FinanceurFactory(perimetre=PerimetreFinanceur.REGION)
    essonne = FinanceurFactory(perimetre=PerimetreFinanceur.DEPARTEMENTS, departements=["91"])
    comptes = {
        "visiteur": None,
        "desactive": responsable(structure),
        "autre_structure": responsable(StructureFactory(departements=["75"])),
        "contributeur": membre(structure),
        "responsable": responsable(structure),
        "lecteur": agent(region, RoleFinanceur.LECTEUR),
        "instructeur": agent(region),
        "hors_perimetre": agent(essonne),
        "animation": animateur(),
    }
    return bilans, {role: navigateur(compte) for role, compte in comptes.items()}, comptes


def navigateur(compte, **options) -> Client:
    """A browser, signed in unless there is no account."""
    client = Client(**options)
    if compte is not None:
        client.force_login(compte)
    return client


def adresse(rang: Rang, bilans) -> str:
    bilan = bilans[rang.etat]
    connus = {"pk": bilan.pk, "exercice": bilan.campagne.exercice, "departement": "75", "section": "B"}
    arguments = dict(ecrans_de_l_espace())[f"espace:{rang.nom}"]
    return reverse(f"espace:{rang.nom}", kwargs={nom: connus[nom] for nom in arguments})


def desactiver(compte) -> None:
    compte.is_active = False
    compte.save(update_fields=["is_active"])


def demander(rang: Rang, bilans, client: Client) -> int:
    """The status of the answer; whatever it wrote is undone."""
    with transaction.atomic():
        reponse = getattr(client, rang.methode)(adresse(rang, bilans), rang.donnees)
        transaction.set_rollback(True)
    return reponse.status_code


def test_chaque_adresse_de_l_espace_a_son_rang_dans_la_matrice():
    adresses = {nom.removeprefix("espace:") for nom, _arguments in ecrans_de_l_espace()}

    assert {rang.nom for rang in MATRICE} == adresses


@pytest.mark.parametrize("rang", MATRICE, ids=str)
def test_matrice(monde, rang):
    bilans, clients, comptes = monde
    desactiver(comptes["desactive"])

    statuts = {role: demander(rang, bilans, clients[role]) for role in ROLES}

    assert statuts == rang.attendu


@pytest.mark.parametrize("nom", [nom for nom, _arguments in ecrans_de_l_espace()])
def test_adresse_qui_ne_fait_que_montrer_refuse_tout_envoi(monde, nom):
    nom = nom.removeprefix("espace:")
    if any(rang.nom == nom and rang.methode == "post" for rang in MATRICE):
        return
    bilans, clients, _comptes = monde
    rang = next(rang for rang in MATRICE if rang.nom == nom)

    assert clients["animation"].post(adresse(rang, bilans)).status_code == 405


def test_lire_ne_change_rien(monde):
    bilans, clients, _comptes = monde
    avant = list(Bilan.objects.order_by("pk").values())

    for rang in MATRICE:
        if rang.methode == "get":
            for client in clients.values():
                client.get(adresse(rang, bilans))

    assert list(Bilan.objects.order_by("pk").values()) == avant


@pytest.mark.parametrize("rang", [rang for rang in MATRICE if rang.methode == "post"], ids=str)
def test_envoi_sans_jeton_refuse(monde, rang):
    bilans, _clients, comptes = monde
    avant = list(Bilan.objects.order_by("pk").values())

    for role in ("responsable", "animation"):
        client = navigateur(comptes[role], enforce_csrf_checks=True)
        assert client.post(adresse(rang, bilans), rang.donnees).status_code == 403

    assert list(Bilan.objects.order_by("pk").values()) == avant


def test_compte_desactive_perd_tout_a_la_requete_suivante(monde):
    bilans, clients, comptes = monde
    rang = Rang("bilan", "get", {}, SAISIE)
    assert clients["desactive"].get(adresse(rang, bilans)).status_code == 200

    desactiver(comptes["desactive"])
    reponse = clients["desactive"].get(adresse(rang, bilans))

    assert (reponse.status_code, resolve(reponse.url.split("?")[0]).view_name) == (302, "account_login")


def test_visiteur_conduit_a_la_connexion_puis_ramene(monde):
    bilans, clients, _comptes = monde
    chemin = adresse(Rang("bilan", "get", {}, SAISIE), bilans)

    reponse = clients["visiteur"].get(chemin)

    assert reponse.url == f"{reverse('account_login')}?next={chemin}"
