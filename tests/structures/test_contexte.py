"""For whom one acts: chosen among several memberships, remembered, forgotten when it holds no more."""

import pytest
from django.test import RequestFactory
from django.urls import reverse

from espace_structures.comptes.models import Compte
from espace_structures.structures.contexte import OrganisationCourante
from espace_structures.structures.models import MembreFinanceur, MembreStructure
from tests.fabriques.comptes import CompteFactory
from tests.fabriques.structures import FinanceurFactory, StructureFactory, membre

pytestmark = pytest.mark.django_db

CHOISIR = "espace:choisir-organisation"


def requete(compte, choix=None):
    """A request as the middlewares leave it: a fresh account, its session."""
    demande = RequestFactory().get("/espace/")
    demande.user = Compte.objects.get(pk=compte.pk)
    demande.session = {} if choix is None else {"organisation": choix}
    demande.organisation = OrganisationCourante(demande)
    return demande


@pytest.fixture
def passerelle():
    return StructureFactory(nom="Passerelle")


@pytest.fixture
def drieets():
    return FinanceurFactory(nom="DRIEETS")


@pytest.fixture
def camille(passerelle, drieets):
    """Member of a structure and of a funder."""
    compte = membre(passerelle)
    MembreFinanceur.objects.create(compte=compte, financeur=drieets)
    return compte


def test_seule_organisation_est_courante_sans_rien_choisir(passerelle):
    assert requete(membre(passerelle)).organisation.objet == passerelle


def test_sans_organisation_rien_n_est_courant():
    assert requete(CompteFactory()).organisation.objet is None


def test_plusieurs_organisations_toutes_par_defaut(camille):
    assert requete(camille).organisation.objet is None


def test_organisation_choisie(camille, passerelle, drieets):
    choisies = [
        requete(camille, code).organisation.objet
        for code in (f"structures-{passerelle.pk}", f"financeurs-{drieets.pk}", "", "structures-999999", "n'importe")
    ]

    assert choisies == [passerelle, drieets, None, None, None]


def test_organisation_quittee_n_est_plus_courante(camille, passerelle, drieets):
    MembreStructure.objects.update(actif=False)

    assert requete(camille, f"structures-{passerelle.pk}").organisation.objet == drieets


def test_choix_lu_une_fois_par_requete(camille, passerelle, django_assert_num_queries):
    demande = requete(camille, f"structures-{passerelle.pk}")
    lue = demande.organisation.objet

    with django_assert_num_queries(0):
        assert demande.organisation.objet is lue


def test_choisir_puis_revenir(client, camille, passerelle):
    client.force_login(camille)
    accueil = reverse("espace:accueil")
    assert "Toutes mes organisations" in client.get(accueil).content.decode()

    reponse = client.post(reverse(CHOISIR), {"organisation": f"structures-{passerelle.pk}", "suite": accueil})

    assert (reponse.status_code, reponse.url) == (302, accueil)
    assert f'value="structures-{passerelle.pk}" selected' in client.get(accueil).content.decode()


def test_choisir_ce_qui_n_est_pas_a_soi_ne_change_rien(client, camille):
    ailleurs = StructureFactory()
    client.force_login(camille)

    reponse = client.post(reverse(CHOISIR), {"organisation": f"structures-{ailleurs.pk}"}, follow=True)

    assert "Vous n’êtes plus membre de cette organisation" in reponse.content.decode()
    assert "organisation" not in client.session


def test_choisir_ne_mene_jamais_ailleurs(client, camille):
    client.force_login(camille)

    reponse = client.post(reverse(CHOISIR), {"organisation": "", "suite": "https://ailleurs.example/"})

    assert reponse.url == reverse("espace:accueil")


def test_une_seule_appartenance_ne_montre_aucun_choix(client, passerelle):
    client.force_login(membre(passerelle))

    assert "J’agis pour" not in client.get(reverse("espace:accueil")).content.decode()
