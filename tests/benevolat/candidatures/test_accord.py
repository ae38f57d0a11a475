"""The word of the person on another structure: given and taken back on their page, heard by who hands over."""

import pytest
from django.urls import reverse

from espace_structures.benevolat import journal
from espace_structures.benevolat.candidatures.metier import candidatures
from espace_structures.benevolat.candidatures.metier.accord import accepter_une_reorientation
from espace_structures.benevolat.enums import EtatCandidature
from espace_structures.benevolat.metier.refus import BenevolatRefuse
from tests.fabriques.benevolat import LE, BenevoleFactory, CandidatureFactory, jeton_de
from tests.fabriques.structures import StructureFactory

pytestmark = pytest.mark.django_db


def adresse(nom, candidature, *args):
    return reverse(f"benevolat:{nom}", args=[jeton_de(candidature.benevole), *args])


def test_l_accord_se_donne_et_se_retire_sur_la_page(client):
    candidature = CandidatureFactory(structure__nom="Mission Est")
    page, geste = adresse("suivi", candidature), adresse("suivi_accord", candidature, candidature.pk)

    avant = client.get(page).content.decode()
    donne = client.post(geste, {"accepte": "oui"}, follow=True).content.decode()
    candidature.refresh_from_db()
    accepte = candidature.accepte_reorientation
    retire = client.post(geste, {"accepte": "non"}, follow=True).content.decode()

    candidature.refresh_from_db()
    assert (accepte, candidature.accepte_reorientation) == (True, False)
    assert "Donner mon accord" in avant
    assert "vous acceptez une autre structure" in donne
    assert "Retirer mon accord" in donne
    assert "accord retiré" in retire
    assert candidature.benevole.dernier_contact_le > LE
    assert [evenement.fait for evenement in journal.historique(candidature)] == [
        "Accord retiré pour une autre structure",
        "Accord donné pour une autre structure",
    ]


def test_le_dire_deux_fois_ne_change_rien():
    candidature = CandidatureFactory()

    accepter_une_reorientation(candidature, accepte=True, le=LE)
    encore = accepter_une_reorientation(candidature, accepte=True, le=LE)

    assert (encore.accepte_reorientation, encore.version) == (True, 2)
    assert len(journal.historique(candidature)) == 1


def test_seul_un_accord_laisse_partir_la_candidature():
    candidature, suivante = CandidatureFactory(), StructureFactory()

    accepter_une_reorientation(candidature, accepte=True, le=LE)
    accepter_une_reorientation(candidature, accepte=False, le=LE)
    with pytest.raises(BenevolatRefuse, match="n’a pas accepté"):
        candidatures.reorienter(candidature, vers=suivante, par=None, le=LE)
    accepter_une_reorientation(candidature, accepte=True, le=LE)

    assert candidatures.reorienter(candidature, vers=suivante, par=None, le=LE).structure == suivante


@pytest.mark.parametrize("etat", [EtatCandidature.ACCEPTEE, EtatCandidature.RETIREE, EtatCandidature.REORIENTEE])
def test_une_candidature_terminee_n_a_plus_d_accord(client, etat):
    candidature = CandidatureFactory(etat=etat)

    lu = client.get(adresse("suivi", candidature)).content.decode()
    reponse = client.post(adresse("suivi_accord", candidature, candidature.pk), {"accepte": "oui"}, follow=True)

    candidature.refresh_from_db()
    assert "mon accord" not in lu
    assert "Cette candidature est terminée" in reponse.content.decode()
    assert not candidature.accepte_reorientation


def test_qui_s_en_remet_a_l_animation_n_a_rien_a_accorder(client):
    candidature = CandidatureFactory(structure=None)

    assert "mon accord" not in client.get(adresse("suivi", candidature)).content.decode()


def test_ni_par_get_ni_pour_une_autre_personne(client):
    candidature = CandidatureFactory()
    ailleurs = reverse("benevolat:suivi_accord", args=[jeton_de(BenevoleFactory()), candidature.pk])

    assert client.get(adresse("suivi_accord", candidature, candidature.pk)).status_code == 405
    assert client.post(ailleurs, {"accepte": "oui"}).status_code == 404
