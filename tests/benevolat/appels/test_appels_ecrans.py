"""The screens of calls in the gated space."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from espace_structures.benevolat.enums import EtatAppel, EtatCandidature
from espace_structures.benevolat.models import AppelBenevoles
from espace_structures.structures.models import Moderateur
from tests.fabriques.benevolat import LE, AppelFactory, CandidatureFactory
from tests.fabriques.comptes import CompteFactory
from tests.fabriques.structures import StructureFactory, animateur, membre

pytestmark = pytest.mark.django_db


def bientot() -> str:
    return (timezone.localdate() + timedelta(days=60)).isoformat()


def envoi(**champs) -> dict:
    return {
        "titre": "Marraine ou parrain dans le soin",
        "besoin": "Accompagner une personne.",
        "forme": "REGULIER",
        "modalite": "PRESENCE",
        "places": "2",
        "commune": "Montreuil (93)",
        "jusqu_au": bientot(),
    } | champs


@pytest.fixture
def structure():
    return StructureFactory(nom="Passerelle", departements=["93"])


@pytest.fixture
def client_contributeur(client, structure):
    client.force_login(membre(structure))
    return client


def appel(structure, **champs) -> AppelBenevoles:
    return AppelFactory(structure=structure, **{"jusqu_au": timezone.localdate() + timedelta(days=30)} | champs)


def test_une_contributrice_ecrit_un_brouillon(client_contributeur, structure):
    reponse = client_contributeur.post(reverse("espace:appel-benevole-nouveau"), envoi(secteurs=["Q"]))

    cree = AppelBenevoles.objects.get()
    assert reponse.url == reverse("espace:appel-benevole", args=[cree.pk])
    assert (cree.structure, cree.etat, cree.departement) == (structure, EtatAppel.BROUILLON, "93")


@pytest.mark.parametrize(
    ("champs", "message"),
    [
        ({"jusqu_au": "2020-01-01"}, "Cette date est passée"),
        ({"jusqu_au": "2099-01-01"}, "dix-huit mois au plus"),
        ({"jusqu_au": ""}, "Donnez le dernier jour"),
        ({"commune": "Nullepart"}, "Nous ne trouvons pas la commune"),
        ({"places": "0"}, "au moins une place"),
        ({"titre": ""}, "Donnez un titre"),
    ],
)
def test_le_formulaire_garde_ce_qui_est_ecrit_et_dit_quoi_reprendre(client_contributeur, champs, message):
    reponse = client_contributeur.post(reverse("espace:appel-benevole-nouveau"), envoi(**champs))

    texte = reponse.content.decode()
    assert reponse.status_code == 422
    assert message in texte
    assert "Accompagner une personne." in texte


def test_deux_personnes_modifient_le_meme_appel(client_contributeur, structure):
    vu = appel(structure, version=4, titre="Titre de l’autre")
    adresse = reverse("espace:appel-benevole-modifier", args=[vu.pk])

    conflit = client_contributeur.post(adresse, envoi(version="3"))
    ensuite = client_contributeur.post(adresse, envoi(version="4"))

    assert conflit.status_code == 409
    assert "Titre de l’autre" in conflit.content.decode()
    assert 'name="version" value="4"' in conflit.content.decode()
    assert ensuite.status_code == 302


@pytest.mark.parametrize("combien", [1, 3])
def test_la_liste_en_un_nombre_fixe_de_requetes(client_contributeur, structure, django_assert_num_queries, combien):
    for _rang in range(combien):
        vu = appel(structure)
        CandidatureFactory(structure=structure, appel=vu)
        CandidatureFactory(structure=structure, appel=vu, etat=EtatCandidature.ACCEPTEE)
    client_contributeur.get(reverse("espace:appels-benevoles"))

    with django_assert_num_queries(15):
        reponse = client_contributeur.get(reverse("espace:appels-benevoles"))

    texte = reponse.content.decode()
    assert texte.count("1 place prise sur 2") == combien
    assert texte.count("1 candidature en cours") == combien


def test_la_liste_se_filtre_par_etat(client_contributeur, structure):
    appel(structure, titre="Paru")
    appel(structure, titre="Fini", etat=EtatAppel.CLOS)

    texte = client_contributeur.get(reverse("espace:appels-benevoles") + "?etat=CLOS").content.decode()

    assert ("Fini" in texte, "Paru" in texte) == (True, False)


def test_une_structure_sans_appel_est_invitee_a_en_ecrire(client_contributeur):
    assert "Écrire un premier appel" in client_contributeur.get(reverse("espace:appels-benevoles")).content.decode()


@pytest.mark.parametrize("etat", list(EtatAppel))
def test_chaque_etat_montre_ses_gestes(client_contributeur, structure, etat):
    vu = appel(structure, etat=etat, soumis_le=LE, publie_le=None if etat in ("BROUILLON", "A_RELIRE") else LE)

    texte = client_contributeur.get(reverse("espace:appel-benevole", args=[vu.pk])).content.decode()

    attendus = {
        "BROUILLON": ["Envoyer en relecture", "Modifier", "Supprimer le brouillon"],
        "A_RELIRE": ["Reprendre pour modifier"],
        "PUBLIE": ["Déclarer complet", "Clore", "Modifier"],
        "COMPLET": ["Rouvrir", "Clore"],
        "CLOS": ["Rouvrir", "Copier"],
    }
    assert [geste for geste in attendus[etat] if geste not in texte] == []


def test_un_geste_impossible_dit_pourquoi(client_contributeur, structure):
    vu = appel(structure, etat=EtatAppel.CLOS)

    reponse = client_contributeur.post(reverse("espace:appel-benevole-clore", args=[vu.pk]), follow=True)

    assert "Seul un appel publié ou complet peut être clos." in reponse.content.decode()


def test_copier_puis_supprimer(client_contributeur, structure):
    vu = appel(structure)
    client_contributeur.post(reverse("espace:appel-benevole-copier", args=[vu.pk]), {"jusqu_au": bientot()})
    copie = AppelBenevoles.objects.exclude(pk=vu.pk).get()

    reponse = client_contributeur.post(reverse("espace:appel-benevole-supprimer", args=[copie.pk]))

    assert reponse.url == reverse("espace:appels-benevoles")
    assert list(AppelBenevoles.objects.all()) == [vu]


# --- Reading for others ----------------------------------------------------------------------------------------------


def test_un_moderateur_lit_les_appels_de_ses_departements(client, structure):
    Moderateur.objects.create(compte=(compte := CompteFactory()), departement="93")
    sien = appel(structure, etat=EtatAppel.A_RELIRE, soumis_le=LE, publie_le=None, titre="Le sien")
    ailleurs = appel(StructureFactory(departements=["75"]), etat=EtatAppel.A_RELIRE, soumis_le=LE, titre="Ailleurs")
    client.force_login(compte)

    texte = client.get(reverse("espace:appels-a-relire")).content.decode()

    assert ("Le sien" in texte, "Ailleurs" in texte) == (True, False)
    assert client.get(reverse("espace:appel-a-relire", args=[ailleurs.pk])).status_code == 404
    assert client.get(reverse("espace:appel-a-relire", args=[sien.pk])).status_code == 200


def test_l_animation_renvoie_avec_un_motif_puis_publie(client, structure):
    vu = appel(structure, etat=EtatAppel.A_RELIRE, soumis_le=LE, publie_le=None)
    client.force_login(animateur())
    adresse = reverse("espace:appel-a-relire", args=[vu.pk])

    sans_motif = client.post(adresse, {"renvoyer": "1", "motif": ""})
    client.post(adresse, {"renvoyer": "1", "motif": "Précisez le rythme."})
    vu.refresh_from_db()
    renvoye = vu.etat, vu.motif_renvoi
    AppelBenevoles.objects.filter(pk=vu.pk).update(etat=EtatAppel.A_RELIRE)
    client.post(adresse, {"publier": "1"})
    vu.refresh_from_db()

    assert sans_motif.status_code == 422
    assert renvoye == (EtatAppel.BROUILLON, "Précisez le rythme.")
    assert vu.etat == EtatAppel.PUBLIE


def test_un_appel_passe_ne_se_publie_plus(client, structure):
    vu = appel(structure, etat=EtatAppel.A_RELIRE, soumis_le=LE, publie_le=None, jusqu_au=LE.date())
    client.force_login(animateur())

    reponse = client.post(reverse("espace:appel-a-relire", args=[vu.pk]), {"publier": "1"})

    assert reponse.status_code == 422
    assert "La date de cet appel est passée" in reponse.content.decode()
