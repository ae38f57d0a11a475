"""Who gets what at each address of the gated space: one row an address, a method and a state; one column a role.

An address without a row makes a test fail. 302 for a visitor and a deactivated account is the way to the sign-in page.
"""

from copy import deepcopy
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.urls import resolve, reverse

from espace_structures.bilans.enums import EtatBilan
from espace_structures.bilans.models import Bilan
from espace_structures.structures.enums import PerimetreFinanceur, RoleFinanceur, RoleStructure
from espace_structures.structures.models import DemandeAdhesion, Invitation, MembreStructure, Moderateur, Structure
from espace_structures.vitrines.models import ActionPage, FichePage
from tests.espace.matrice import ROLES, Monde, Rang, selon_le_role
from tests.espace.rangs_benevolat import RANGS_BENEVOLAT
from tests.fabriques.adhesions import DemandeFactory, InvitationFactory
from tests.fabriques.adresses import ecrans_de_l_espace
from tests.fabriques.bilans import REPONSES_COHERENTES, bilan_de, campagne_ouverte
from tests.fabriques.comptes import CompteFactory
from tests.fabriques.pages import site_public
from tests.fabriques.structures import (
    FinanceurFactory,
    StructureFactory,
    agent,
    animateur,
    membre,
    responsable,
)
from tests.fabriques.vitrines import action, annuaire, fiche

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("refus_sans_page"), pytest.mark.une_base]

MOTIF = {"motif": "Revoir le tableau C2."}
LIT = {"role": RoleStructure.LECTEUR.value}
INVITEE = {"courriel": "nouvelle@exemple.fr"} | LIT


def _structure(monde: Monde) -> dict[str, Any]:
    return {"genre": "structures", "pk": monde.structure.pk}


def _financeur(monde: Monde) -> dict[str, Any]:
    return {"genre": "financeurs", "pk": monde.comptes["lecteur"].membres_financeurs.get().financeur_id}


def _ancien(monde: Monde) -> dict[str, Any]:
    return _structure(monde) | {"membre": monde.structure.membres.get(actif=False).pk}


# Those who belong to the structure without writing its pages: on lists and forms, then on a page of theirs.
SANS_ECRIRE = {"redacteur": 403, "lecteur_structure": 403, "moderateur": 403}
LIT_LES_PAGES = {"redacteur": 403, "lecteur_structure": 403}


def _page_fiche(monde: Monde) -> FichePage:
    """The published sheet of the structure, made at the first call."""
    connue = FichePage.objects.filter(structure=monde.structure).first()
    return connue or fiche(annuaire(site_public()), monde.structure)


def _fiche(monde: Monde) -> dict[str, Any]:
    return {"pk": _page_fiche(monde).pk}


def _action(monde: Monde) -> dict[str, Any]:
    """A published action of the structure."""
    sous_la_fiche = _page_fiche(monde)
    return {"pk": (ActionPage.objects.first() or action(sous_la_fiche)).pk}


SAISIE, ENVOI, VALIDE, VIDE = EtatBilan.EN_COURS, EtatBilan.TRANSMIS, EtatBilan.VALIDE, EtatBilan.A_SAISIR
MATRICE = [
    #                                   autre  contr. respo. lect.  instr. hors   anim.
    Rang("accueil", "get", selon_le_role(200, 200, 200, 200, 200, 200, 200)),
    # No secret is under way in these sessions, and nobody acts there in the place of another.
    Rang("compte_code_qr", "get", selon_le_role(404, 404, 404, 404, 404, 404, 404)),
    Rang("assistance_terminer", "get", selon_le_role(403, 403, 403, 403, 403, 403, 403)),
    Rang("assistance_terminer", "post", selon_le_role(403, 403, 403, 403, 403, 403, 403)),
    Rang("bilans", "get", selon_le_role(200, 200, 200, 200, 200, 200, 200)),
    Rang("bilan", "get", selon_le_role(404, 200, 200, 404, 404, 404, 200), VIDE),
    Rang("bilan", "get", selon_le_role(404, 200, 200, 404, 404, 404, 200), SAISIE),
    Rang("bilan", "get", selon_le_role(404, 200, 200, 200, 200, 404, 200), ENVOI),
    Rang("bilan", "get", selon_le_role(404, 200, 200, 200, 200, 404, 200), EtatBilan.A_COMPLETER),
    Rang("bilan", "get", selon_le_role(404, 200, 200, 200, 200, 404, 200), VALIDE),
    Rang("saisie", "get", selon_le_role(404, 200, 200, 404, 404, 404, 403, lecteur_structure=403), SAISIE),
    Rang("saisie", "get", selon_le_role(404, 302, 302, 403, 403, 404, 403, lecteur_structure=403), ENVOI),
    Rang(
        "saisie",
        "post",
        selon_le_role(404, 302, 302, 404, 404, 404, 403, lecteur_structure=403),
        SAISIE,
        {"B1": "4", "version": "0"},
    ),
    Rang(
        "saisie",
        "post",
        selon_le_role(404, 409, 409, 403, 403, 404, 403, lecteur_structure=403),
        ENVOI,
        {"B1": "4", "version": "0"},
    ),
    Rang("transmettre", "get", selon_le_role(404, 403, 200, 404, 404, 404, 200), SAISIE),
    Rang("transmettre", "post", selon_le_role(404, 403, 302, 404, 404, 404, 302), SAISIE),
    Rang("transmettre", "post", selon_le_role(404, 403, 422, 404, 404, 404, 422), VIDE),
    Rang("transmettre", "post", selon_le_role(404, 403, 302, 403, 403, 404, 302), ENVOI),  # already sent: says so
    Rang("renvoyer", "get", selon_le_role(404, 403, 403, 403, 200, 404, 200), ENVOI),
    Rang("renvoyer", "post", selon_le_role(404, 403, 403, 403, 302, 404, 302), ENVOI, MOTIF),
    Rang("renvoyer", "post", selon_le_role(404, 403, 403, 403, 422, 404, 422), ENVOI),  # without a reason
    Rang("renvoyer", "post", selon_le_role(404, 403, 403, 404, 404, 404, 422), SAISIE, MOTIF),
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
        selon_le_role(404, 422, 422, 404, 404, 404, 403, lecteur_structure=403),
        SAISIE,
        {"regle": "R12", "feuille": "", "texte": "Un employeur a recruté tout le groupe."},
    ),
    Rang("consolidation", "get", selon_le_role(403, 403, 403, 200, 200, 200, 200)),
    Rang("extraction", "get", selon_le_role(403, 403, 403, 200, 200, 200, 200)),
    # Members, invitations, requests to join
    Rang("choisir-organisation", "get", selon_le_role(405, 405, 405, 405, 405, 405, 405)),
    Rang("choisir-organisation", "post", selon_le_role(302, 302, 302, 302, 302, 302, 302)),
    Rang("membres", "get", selon_le_role(404, 403, 200, 404, 404, 404, 200), arguments=_structure),
    Rang("membres", "get", selon_le_role(404, 404, 404, 403, 403, 404, 200), arguments=_financeur),
    Rang("inviter", "get", selon_le_role(404, 403, 200, 404, 404, 404, 200), arguments=_structure),
    Rang("inviter", "get", selon_le_role(404, 404, 404, 403, 403, 404, 200), arguments=_financeur),
    Rang("inviter", "post", selon_le_role(404, 403, 302, 404, 404, 404, 302), donnees=INVITEE, arguments=_structure),
    Rang("inviter", "post", selon_le_role(404, 404, 404, 403, 403, 404, 302), donnees=INVITEE, arguments=_financeur),
    Rang("renvoyer-invitation", "get", selon_le_role(405, 405, 405, 405, 405, 405, 405), arguments=_structure),
    Rang("renvoyer-invitation", "post", selon_le_role(404, 403, 302, 404, 404, 404, 302), arguments=_structure),
    Rang("annuler-invitation", "get", selon_le_role(405, 405, 405, 405, 405, 405, 405), arguments=_structure),
    Rang("annuler-invitation", "post", selon_le_role(404, 403, 302, 404, 404, 404, 302), arguments=_structure),
    Rang("annuler-invitation", "post", selon_le_role(404, 404, 404, 403, 403, 404, 404), arguments=_financeur),
    Rang("changer-role", "get", selon_le_role(404, 403, 200, 404, 404, 404, 200), arguments=_structure),
    Rang("changer-role", "post", selon_le_role(404, 403, 302, 404, 404, 404, 302), donnees=LIT, arguments=_structure),
    Rang("desactiver-membre", "get", selon_le_role(404, 403, 200, 404, 404, 404, 200), arguments=_structure),
    Rang("desactiver-membre", "post", selon_le_role(404, 403, 302, 404, 404, 404, 302), arguments=_structure),
    Rang("reactiver-membre", "get", selon_le_role(404, 403, 200, 404, 404, 404, 200), arguments=_ancien),
    Rang("reactiver-membre", "post", selon_le_role(404, 403, 302, 404, 404, 404, 302), donnees=LIT, arguments=_ancien),
    Rang("accepter-demande", "get", selon_le_role(404, 403, 200, 404, 404, 404, 200)),
    Rang("accepter-demande", "post", selon_le_role(404, 403, 302, 404, 404, 404, 302), donnees=LIT),
    Rang("refuser-demande", "get", selon_le_role(404, 403, 200, 404, 404, 404, 200)),
    Rang("refuser-demande", "post", selon_le_role(404, 403, 302, 404, 404, 404, 302), donnees=MOTIF),
    Rang("rejoindre", "get", selon_le_role(200, 200, 200, 200, 200, 200, 200)),
    Rang("demander", "get", selon_le_role(200, 200, 200, 200, 200, 200, 200)),
    # Its members need not ask; the other structure has asked already.
    Rang("demander", "post", selon_le_role(422, 422, 422, 302, 302, 302, 302, moderateur=302)),
    Rang("retirer-demande", "get", selon_le_role(405, 405, 405, 405, 405, 405, 405)),
    Rang("retirer-demande", "post", selon_le_role(302, 404, 404, 404, 404, 404, 404, moderateur=404)),
    Rang("structures-sans-responsable", "get", selon_le_role(403, 403, 403, 403, 403, 403, 200)),
    Rang("nommer-responsable", "get", selon_le_role(403, 403, 403, 403, 403, 403, 200)),
    Rang("nommer-responsable", "post", selon_le_role(403, 403, 403, 403, 403, 403, 422)),
    Rang("depart", "get", selon_le_role(404, 200, 200, 404, 404, 404, 404)),
    Rang("depart", "post", selon_le_role(404, 302, 422, 404, 404, 404, 404)),  # the last responsable names a successor
    Rang("publication", "get", selon_le_role(403, 403, 403, 403, 403, 403, 200)),
    Rang("publication", "post", selon_le_role(403, 403, 403, 403, 403, 403, 302)),
    # --- Public pages of the structure: a moderator reads them in the back office ---
    Rang("fiche", "get", selon_le_role(200, 200, 200, 403, 403, 403, 403, moderateur=403)),
    Rang("fiche-ouvrir", "post", selon_le_role(302, 302, 302, 403, 403, 403, 403, **SANS_ECRIRE)),
    Rang("fiche-corriger", "get", selon_le_role(200, 200, 200, 403, 403, 403, 403, **SANS_ECRIRE)),
    Rang("fiche-corriger", "post", selon_le_role(422, 422, 422, 403, 403, 403, 403, **SANS_ECRIRE)),
    Rang("fiche-modifier", "get", selon_le_role(404, 200, 200, 404, 404, 404, 404, **LIT_LES_PAGES), arguments=_fiche),
    Rang("fiche-modifier", "post", selon_le_role(404, 422, 422, 404, 404, 404, 404, **LIT_LES_PAGES), arguments=_fiche),
    Rang("actions", "get", selon_le_role(200, 200, 200, 403, 403, 403, 403, moderateur=403)),
    Rang("action-nouvelle", "get", selon_le_role(200, 200, 200, 403, 403, 403, 403, **SANS_ECRIRE)),
    Rang("action-nouvelle", "post", selon_le_role(422, 422, 422, 403, 403, 403, 403, **SANS_ECRIRE)),
    Rang("action", "get", selon_le_role(404, 200, 200, 404, 404, 404, 404), arguments=_action),
    Rang(
        "action-modifier", "get", selon_le_role(404, 200, 200, 404, 404, 404, 404, **LIT_LES_PAGES), arguments=_action
    ),
    Rang(
        "action-modifier", "post", selon_le_role(404, 422, 422, 404, 404, 404, 404, **LIT_LES_PAGES), arguments=_action
    ),
    Rang("page-apercu", "get", selon_le_role(404, 200, 200, 404, 404, 404, 404), arguments=_action),
    Rang("page-rendu", "get", selon_le_role(404, 200, 200, 404, 404, 404, 404), arguments=_action),
    Rang(
        "page-soumettre", "post", selon_le_role(404, 302, 302, 404, 404, 404, 404, **LIT_LES_PAGES), arguments=_action
    ),
    Rang(
        "page-reprendre", "post", selon_le_role(404, 302, 302, 404, 404, 404, 404, **LIT_LES_PAGES), arguments=_action
    ),
    Rang("page-retrait", "get", selon_le_role(404, 200, 200, 404, 404, 404, 404, **LIT_LES_PAGES), arguments=_action),
    Rang("page-retrait", "post", selon_le_role(404, 422, 422, 404, 404, 404, 404, **LIT_LES_PAGES), arguments=_action),
    Rang("confirmer", "get", selon_le_role(404, 200, 200, 404, 404, 404, 404, **LIT_LES_PAGES), arguments=_action),
    Rang("confirmer", "post", selon_le_role(404, 302, 302, 404, 404, 404, 404, **LIT_LES_PAGES), arguments=_action),
    Rang("interet", "get", selon_le_role(200, 403, 403, 403, 403, 403, 403, moderateur=403), arguments=_action),
    Rang("interet", "post", selon_le_role(422, 403, 403, 403, 403, 403, 403, moderateur=403), arguments=_action),
    Rang(
        "bilan-vers-action",
        "post",
        selon_le_role(404, 302, 302, 403, 403, 404, 403, redacteur=403, lecteur_structure=403),
        ENVOI,
    ),
    *RANGS_BENEVOLAT,
]


@pytest.fixture(scope="module")
def monde_du_module(ecrire_pour_le_module) -> Monde:
    return ecrire_pour_le_module(un_monde)


@pytest.fixture
def monde(monde_du_module) -> Monde:
    """The world of the module, with one signed-in browser a role."""
    copie = deepcopy(monde_du_module)
    copie.clients.update({role: navigateur(compte) for role, compte in copie.comptes.items()})
    return copie


def un_monde() -> Monde:
    """One structure of Paris and its bilans, one account a role; says where each row is to be asked."""
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
    comptes = comptes_par_role(structure)
    MembreStructure.objects.filter(pk=membre(structure).membres_structures.get().pk).update(actif=False)
    demandeur = comptes["autre_structure"]
    demande = DemandeFactory(structure=structure, compte=demandeur, courriel=demandeur.email)
    return Monde(
        structure=structure,
        bilans=bilans,
        comptes=comptes,
        connus={
            "departement": "75",
            "section": "B",
            "structure": structure.pk,
            "membre": comptes["contributeur"].membres_structures.get().pk,
            "invitation": InvitationFactory(structure=structure).pk,
            "demande": demande.pk,
        },
    )


def comptes_par_role(structure: Structure) -> dict:
    region = FinanceurFactory(perimetre=PerimetreFinanceur.REGION)
    essonne = FinanceurFactory(perimetre=PerimetreFinanceur.DEPARTEMENTS, departements=["91"])
    return {
        "visiteur": None,
        "desactive": responsable(structure),
        "autre_structure": responsable(StructureFactory(departements=["75"])),
        "moderateur": Moderateur.objects.create(compte=CompteFactory(), departement="75").compte,
        "lecteur_structure": membre(structure, RoleStructure.LECTEUR),
        "redacteur": membre(structure, RoleStructure.REDACTEUR),
        "contributeur": membre(structure),
        "responsable": responsable(structure),
        "lecteur": agent(region, RoleFinanceur.LECTEUR),
        "instructeur": agent(region),
        "hors_perimetre": agent(essonne),
        "animation": animateur(),
    }


def navigateur(compte, **options) -> Client:
    """A browser, signed in unless there is no account."""
    client = Client(**options)
    if compte is not None:
        client.force_login(compte)
    return client


def adresse(rang: Rang, monde: Monde) -> str:
    bilan = monde.bilans[rang.etat]
    connus = {"pk": bilan.pk, "exercice": bilan.campagne.exercice} | monde.connus | rang.arguments(monde)
    arguments = dict(ecrans_de_l_espace())[f"espace:{rang.nom}"]
    return reverse(f"espace:{rang.nom}", kwargs={nom: connus[nom] for nom in arguments})


def donnees() -> list:
    """What the screens may change."""
    modeles = (Bilan, MembreStructure, Invitation, DemandeAdhesion)
    return [list(modele.objects.order_by("pk").values()) for modele in modeles]


def desactiver(compte) -> None:
    compte.is_active = False
    compte.save(update_fields=["is_active"])


def demander(rang: Rang, monde: Monde, client: Client) -> int:
    """The status of the answer; what a form wrote is undone."""
    with transaction.atomic():
        reponse = getattr(client, rang.methode)(adresse(rang, monde), rang.donnees)
        transaction.set_rollback(rang.methode == "post")
    return reponse.status_code


def test_chaque_adresse_de_l_espace_a_son_rang_dans_la_matrice():
    adresses = {nom.removeprefix("espace:") for nom, _arguments in ecrans_de_l_espace()}

    assert {rang.nom for rang in MATRICE} == adresses


@pytest.mark.parametrize("rang", MATRICE, ids=str)
def test_matrice(monde, rang):
    desactiver(monde.comptes["desactive"])
    avant = donnees()

    statuts = {role: demander(rang, monde, monde.clients[role]) for role in ROLES}

    assert statuts == rang.attendu
    assert donnees() == avant  # reading changes nothing


@pytest.mark.parametrize("nom", [nom for nom, _arguments in ecrans_de_l_espace()])
def test_adresse_qui_ne_fait_que_montrer_refuse_tout_envoi(monde, nom):
    nom = nom.removeprefix("espace:")
    if any(rang.nom == nom and rang.methode == "post" for rang in MATRICE):
        return
    rang = next(rang for rang in MATRICE if rang.nom == nom)

    assert monde.clients["animation"].post(adresse(rang, monde)).status_code == 405


@pytest.mark.parametrize("rang", [rang for rang in MATRICE if rang.methode == "post"], ids=str)
def test_envoi_sans_jeton_refuse(monde, rang):
    avant = donnees()

    for role in ("responsable", "animation"):
        client = navigateur(monde.comptes[role], enforce_csrf_checks=True)
        assert client.post(adresse(rang, monde), rang.donnees).status_code == 403

    assert donnees() == avant


def test_compte_desactive_perd_tout_a_la_requete_suivante(monde):
    rang = Rang("bilan", "get", {}, SAISIE)
    assert monde.clients["desactive"].get(adresse(rang, monde)).status_code == 200

    desactiver(monde.comptes["desactive"])
    reponse = monde.clients["desactive"].get(adresse(rang, monde))

    assert (reponse.status_code, resolve(reponse.url.split("?")[0]).view_name) == (302, "account_login")


def test_visiteur_conduit_a_la_connexion_puis_ramene(monde):
    chemin = adresse(Rang("bilan", "get", {}, SAISIE), monde)

    reponse = monde.clients["visiteur"].get(chemin)

    assert reponse.url == f"{reverse('account_login')}?next={chemin}"
