"""The same step for several candidatures."""

import pytest
from django.core import mail
from django.urls import reverse

from espace_structures.benevolat.candidatures.metier import lot
from espace_structures.benevolat.enums import Auteur, Consultation, EtatCandidature, MotifRefus
from espace_structures.benevolat.models import AccesDossier, Candidature, Message, ModeleMessage
from tests.fabriques.benevolat import LE, BenevoleFactory, CandidatureFactory
from tests.fabriques.structures import StructureFactory, animateur, membre

pytestmark = pytest.mark.django_db
ADRESSE = "espace:candidatures-ensemble"
E = EtatCandidature


@pytest.fixture
def structure():
    return StructureFactory(nom="Relais Emploi")


@pytest.fixture
def compte(structure):
    return membre(structure)


@pytest.fixture
def navigateur(client, compte):
    client.force_login(compte)
    return client


@pytest.fixture
def trois(structure):
    """Two new ones and one that is over."""
    return [
        CandidatureFactory(structure=structure, benevole=BenevoleFactory(prenom="Awa", nom="Aubin")),
        CandidatureFactory(structure=structure, benevole=BenevoleFactory(prenom="Bob", nom="Brun")),
        CandidatureFactory(
            structure=structure,
            benevole=BenevoleFactory(prenom="Chloé", nom="Caron"),
            etat=E.REFUSEE,
            motif_refus=MotifRefus.COMPLET,
        ),
    ]


def _pks(candidatures) -> list[int]:
    return [une.pk for une in candidatures]


def test_l_ecran_nomme_qui_est_concerne_et_qui_ne_l_est_pas(navigateur, trois):
    reponse = navigateur.get(reverse(ADRESSE), {"geste": "refuser", "candidature": _pks(trois)})

    assert "2 candidatures concernées" in reponse.text
    assert "Une candidature laissée de côté" in reponse.text
    assert "son état ne le permet pas" in reponse.text
    assert Candidature.objects.filter(etat=E.NOUVELLE).count() == 2


def test_refuser_fait_ce_qui_peut_l_etre_et_dit_le_reste(navigateur, trois, django_capture_on_commit_callbacks):
    donnees = {"geste": "refuser", "candidature": _pks(trois), "motif": "COMPLET", "retour": "confiee=moi&page=9"}

    with django_capture_on_commit_callbacks(execute=True):
        reponse = navigateur.post(reverse(ADRESSE), donnees, follow=True)

    assert reponse.redirect_chain[0][0] == reverse("espace:candidatures") + "?confiee=moi"
    assert "2 faites, 1 impossible" in reponse.text
    assert Candidature.objects.filter(etat=E.REFUSEE).count() == 3
    assert len(mail.outbox) == 2
    assert AccesDossier.objects.filter(action=Consultation.ECRIRE).count() == 2


def test_refuser_sans_raison_garde_l_ecran(navigateur, trois):
    reponse = navigateur.post(reverse(ADRESSE), {"geste": "refuser", "candidature": _pks(trois)})

    assert reponse.status_code == 422
    assert "Choisissez la raison du refus" in reponse.text
    assert Candidature.objects.filter(etat=E.NOUVELLE).count() == 2


def test_ecrire_remplace_le_prenom_de_chacun(navigateur, trois, structure):
    modele = ModeleMessage.objects.create(structure=structure, titre="Merci", texte="Merci {prenom}, {structure}")
    question = {"geste": "ecrire", "candidature": _pks(trois[:2]), "modele": modele.pk}

    assert "Merci {prenom}, {structure}" in navigateur.get(reverse(ADRESSE), question).text
    navigateur.post(reverse(ADRESSE), question | {"texte": modele.texte})

    assert list(Message.objects.order_by("pk").values_list("texte", "auteur")) == [
        ("Merci Awa, Relais Emploi", Auteur.STRUCTURE),
        ("Merci Bob, Relais Emploi", Auteur.STRUCTURE),
    ]


@pytest.mark.parametrize(("geste", "etat"), [("contacter", E.CONTACTEE), ("mettre_en_attente", E.LISTE_ATTENTE)])
def test_contacter_et_mettre_en_attente(navigateur, trois, geste, etat):
    navigateur.post(reverse(ADRESSE), {"geste": geste, "candidature": _pks(trois)})

    assert Candidature.objects.filter(etat=etat).count() == 2


def test_confier_et_etiqueter(navigateur, trois, compte):
    assert navigateur.get(reverse(ADRESSE), {"geste": "confier", "candidature": _pks(trois)}).status_code == 200
    navigateur.post(reverse(ADRESSE), {"geste": "confier", "candidature": _pks(trois), "a": compte.pk})
    navigateur.post(reverse(ADRESSE), {"geste": "etiqueter", "candidature": _pks(trois), "noms": "Soir, Week-end"})

    assert Candidature.objects.filter(confiee_a=compte).count() == 2
    assert Candidature.objects.filter(etiquettes__nom="Soir").count() == 3
    trop_long = {"geste": "etiqueter", "candidature": _pks(trois), "noms": "x" * 41}
    assert navigateur.post(reverse(ADRESSE), trop_long).status_code == 422


def test_rien_de_coche_ou_un_geste_inconnu_ramene_a_la_liste(navigateur, trois):
    for question in ({"geste": "refuser"}, {"geste": "effacer", "candidature": _pks(trois)}, {"candidature": "x"}):
        reponse = navigateur.get(reverse(ADRESSE), question, follow=True)
        assert "Cochez au moins une candidature" in reponse.text


def test_celles_d_une_autre_structure_ne_sont_jamais_touchees(navigateur):
    ailleurs = CandidatureFactory()

    navigateur.post(reverse(ADRESSE), {"geste": "contacter", "candidature": [ailleurs.pk]})

    ailleurs.refresh_from_db()
    assert ailleurs.etat == E.NOUVELLE


def test_l_animation_agit_sur_plusieurs_structures(client, trois):
    client.force_login(animateur())
    sans = CandidatureFactory(structure=None)
    question = {"candidature": [*_pks(trois[:1]), sans.pk]}

    assert client.get(reverse(ADRESSE), question | {"geste": "confier"}).status_code == 200
    assert "n’a pas encore de structure" in client.get(reverse(ADRESSE), question | {"geste": "etiqueter"}).text
    assert client.get(reverse(ADRESSE), question | {"geste": "ecrire"}).status_code == 200


def test_tout_ce_qui_est_fait_se_dit_en_un_mot(trois, compte):
    assert str(lot.contacter(trois[:1], par=compte, le=LE)) == "1 faite."
    assert lot.empechement(trois[2], "ecrire") == ""
