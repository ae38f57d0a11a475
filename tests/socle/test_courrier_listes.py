"""The animation reads the log of mails and lifts an address at fault; addresses are never shown."""

import pytest
from django.urls import reverse

from portal.socle.models import AdresseEnDefaut, CourrielEnvoye
from portal.socle.planification.envois import empreinte
from tests.fabriques.comptes import CompteFactory
from tests.fabriques.courrier import LE, courriel_envoye
from tests.fabriques.structures import animateur

pytestmark = pytest.mark.django_db


@pytest.fixture
def animation(client):
    client.force_login(animateur())
    return client


def adresse(modele, ecran: str, *arguments) -> str:
    return reverse(f"wagtailsnippets_{modele._meta.label_lower.replace('.', '_')}:{ecran}", args=arguments)


def lues(client, modele, **filtres) -> list[int]:
    return [ligne.pk for ligne in client.get(adresse(modele, "list"), filtres).context["object_list"]]


def test_journal_se_filtre_par_adresse_entiere_par_etat_et_par_modele(animation):
    camille = courriel_envoye("camille@exemple.fr", etat="ECHEC")
    sacha = courriel_envoye("sacha@exemple.fr", gabarit="comptes.compte_ouvert")

    assert lues(animation, CourrielEnvoye) == [sacha.pk, camille.pk]
    assert lues(animation, CourrielEnvoye, adresse=" Camille@exemple.fr ") == [camille.pk]
    assert lues(animation, CourrielEnvoye, adresse="camille@") == []
    assert lues(animation, CourrielEnvoye, etat="ECHEC") == [camille.pk]
    assert lues(animation, CourrielEnvoye, gabarit="comptes.compte_ouvert") == [sacha.pk]
    assert lues(animation, CourrielEnvoye, cree_le_from="2026-03-11") == []


def test_journal_nomme_le_courriel_et_sa_cle_quand_il_ne_part_plus(animation):
    ligne = courriel_envoye(gabarit="comptes.compte_ouvert")

    assert adresse(CourrielEnvoye, "inspect", ligne.pk) in animation.get(adresse(CourrielEnvoye, "list")).text
    assert "Compte ouvert" in animation.get(adresse(CourrielEnvoye, "inspect", ligne.pk)).text
    assert (ligne.titre, courriel_envoye(gabarit="autre").titre) == ("Compte ouvert", "autre")
    exporte = b"".join(animation.get(adresse(CourrielEnvoye, "list"), {"export": "csv"}).streaming_content).decode()
    assert [ligne.split(";")[0] for ligne in exporte.splitlines()[1:]] == ["autre", "Compte ouvert"]


def test_journal_ne_s_ecrit_pas_a_la_main(animation):
    ligne = courriel_envoye()

    statuts = [
        animation.get(adresse(CourrielEnvoye, "add")).status_code,
        animation.get(adresse(CourrielEnvoye, "edit", ligne.pk)).status_code,
        animation.post(adresse(CourrielEnvoye, "delete", ligne.pk)).status_code,
    ]

    assert animation.get(adresse(CourrielEnvoye, "inspect", ligne.pk)).status_code == 200
    assert (set(statuts) & {200}, CourrielEnvoye.objects.count()) == (set(), 1)


def test_animation_leve_une_adresse_apres_l_avoir_tapee(animation):
    camille = AdresseEnDefaut.objects.create(destinataire=empreinte("camille@exemple.fr"), genre="REBOND", depuis=LE)
    sacha = AdresseEnDefaut.objects.create(destinataire=empreinte("sacha@exemple.fr"), genre="PLAINTE", depuis=LE)

    assert lues(animation, AdresseEnDefaut, adresse="camille@exemple.fr") == [camille.pk]
    page = animation.get(adresse(AdresseEnDefaut, "delete", camille.pk)).content.decode()
    reponse = animation.post(adresse(AdresseEnDefaut, "delete", camille.pk))

    assert "Le portail écrira de nouveau à cette adresse" in page
    assert (reponse.status_code, list(AdresseEnDefaut.objects.all())) == (302, [sacha])


def test_les_autres_n_y_entrent_pas(client):
    client.force_login(CompteFactory())

    assert {client.get(adresse(modele, "list")).status_code for modele in (CourrielEnvoye, AdresseEnDefaut)} == {403}


def test_ecran_des_taches_dit_les_courriels_pas_partis(animation):
    courriel_envoye(etat="ECHEC")

    page = animation.get(reverse("socle_taches"))

    assert page.context["file"].courriels_en_echec == 1
    assert adresse(CourrielEnvoye, "list") + "?etat=ECHEC" in page.content.decode()
