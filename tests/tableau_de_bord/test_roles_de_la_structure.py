"""The new roles at work: a lecteur of the structure reads its bilan, a rédacteur types it and does not send it."""

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from espace_structures.bilans.enums import EtatBilan
from espace_structures.bilans.metier import courriels
from espace_structures.bilans.metier.courriels import prevenir_de_l_ouverture
from espace_structures.structures.droits import Appartenances
from espace_structures.structures.enums import RoleStructure
from espace_structures.tableau_de_bord.metier.structure import a_faire_structure
from espace_structures.tableau_de_bord.rail import groupes_du_rail
from tests.fabriques.bilans import REPONSES_COHERENTES, bilan_de, campagne_ouverte
from tests.fabriques.structures import StructureFactory, membre

pytestmark = pytest.mark.django_db

LECTEUR, REDACTEUR = RoleStructure.LECTEUR, RoleStructure.REDACTEUR
CONTRIBUTEUR, RESPONSABLE = RoleStructure.CONTRIBUTEUR, RoleStructure.RESPONSABLE


@pytest.fixture
def bilan():
    return bilan_de(StructureFactory(), campagne_ouverte(2026), EtatBilan.EN_COURS, REPONSES_COHERENTES)


def ecran(client, bilan, role) -> str:
    client.force_login(membre(bilan.structure, role))
    return client.get(reverse("espace:bilan", args=[bilan.pk])).content.decode()


def adresses_de_saisie(bilan) -> str:
    return f"{reverse('espace:bilan', args=[bilan.pk])}75/"


@pytest.mark.parametrize(
    ("role", "saisit", "transmet"),
    [(LECTEUR, False, False), (REDACTEUR, True, False), (CONTRIBUTEUR, True, False), (RESPONSABLE, True, True)],
)
def test_ecran_du_bilan_selon_le_role(client, bilan, role, saisit, transmet):
    page = ecran(client, bilan, role)

    assert (adresses_de_saisie(bilan) in page) is saisit
    assert (reverse("espace:transmettre", args=[bilan.pk]) in page) is transmet


def test_lecteur_lit_les_chiffres_sans_un_champ(client, bilan):
    principal = ecran(client, bilan, LECTEUR).split("<main")[1]

    assert "section-lue" in principal
    assert [balise for balise in ("<input", "<textarea", "<select", "<button") if balise in principal] == []


def test_redacteur_sait_qui_transmet(client, bilan):
    assert "La transmission revient à la personne responsable de votre structure" in ecran(client, bilan, REDACTEUR)


@pytest.mark.parametrize(
    ("role", "action"),
    [(LECTEUR, "Lire le bilan"), (REDACTEUR, "Continuer la saisie"), (RESPONSABLE, "Continuer la saisie")],
)
def test_tableau_de_bord_propose_ce_que_le_role_permet(bilan, role, action):
    compte = membre(bilan.structure, role)

    assert [b.action for b in a_faire_structure(Appartenances.de(compte), jour=timezone.localdate()).bilans] == [action]


@pytest.mark.parametrize(("role", "nombre"), [(LECTEUR, 0), (REDACTEUR, 1), (CONTRIBUTEUR, 1), (RESPONSABLE, 1)])
def test_rail_ne_donne_a_remplir_qu_a_qui_remplit(bilan, role, nombre):
    titres = [groupe.titre for groupe in groupes_du_rail(Appartenances.de(membre(bilan.structure, role)))]

    assert titres.count("À remplir") == nombre


def test_lecteur_n_est_pas_derange_par_courriel(bilan, django_capture_on_commit_callbacks):
    membre(bilan.structure, LECTEUR, email="lecteur@exemple.fr")
    membre(bilan.structure, REDACTEUR, email="redacteur@exemple.fr")

    with django_capture_on_commit_callbacks(execute=True):
        courriels.prevenir_du_renvoi(bilan, le=timezone.now())
        prevenir_de_l_ouverture(bilan.campagne, [bilan])

    assert [message.to for message in mail.outbox] == [["redacteur@exemple.fr"]] * 2
