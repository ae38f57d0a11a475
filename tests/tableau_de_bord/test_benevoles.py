"""What the home screen says about volunteers, to the structure, to the animation, to those who read calls."""

from datetime import date

import pytest
from django.urls import reverse

from espace_structures.benevolat.enums import Auteur, EtatAppel, EtatCandidature
from espace_structures.benevolat.models import Message
from espace_structures.structures.droits import Appartenances
from espace_structures.structures.models import Moderateur
from espace_structures.tableau_de_bord.metier.benevoles import a_faire_benevoles
from tests.fabriques.benevolat import (
    LE,
    AppelFactory,
    CandidatureFactory,
    DemandeRenouvellementFactory,
    EngagementFactory,
)
from tests.fabriques.comptes import CompteFactory
from tests.fabriques.structures import StructureFactory, animateur, membre

pytestmark = pytest.mark.django_db

JOUR = date(2026, 3, 11)


@pytest.fixture
def structure():
    return StructureFactory(departements=["93"])


def phrases(compte, organisation=""):
    liens = Appartenances.de(compte)
    attente = a_faire_benevoles(liens.limitees_a(organisation) if organisation else liens, jour=JOUR)
    return None if attente is None else [(ligne.texte, ligne.detail) for ligne in attente.lignes]


def test_structure_sait_qui_attend_depuis_trop_longtemps(structure):
    CandidatureFactory(structure=structure, promise_le=date(2026, 3, 10))
    CandidatureFactory(structure=structure, promise_le=date(2026, 3, 11))
    CandidatureFactory(structure=structure, etat=EtatCandidature.CONTACTEE)
    CandidatureFactory()

    assert phrases(membre(structure)) == [
        ("2 candidatures attendent votre réponse.", "1 a dépassé le délai promis."),
    ]


def test_structure_dans_les_delais_le_lit(structure):
    CandidatureFactory(structure=structure, promise_le=date(2026, 3, 11))

    assert phrases(membre(structure)) == [
        ("1 candidature attend votre réponse.", "Toutes sont dans le délai promis."),
    ]


def test_structure_sait_tout_ce_qui_l_attend(structure):
    suivie = CandidatureFactory(structure=structure, etat=EtatCandidature.CONTACTEE)
    Message.objects.create(candidature=suivie, auteur=Auteur.CANDIDAT, texte="Bonjour", ecrit_le=LE)
    Message.objects.create(candidature=suivie, auteur=Auteur.CANDIDAT, texte="Lu", ecrit_le=LE, lu_le=LE)
    AppelFactory(structure=structure, etat=EtatAppel.BROUILLON, motif_renvoi="Dites où.")
    AppelFactory(structure=structure, etat=EtatAppel.BROUILLON)
    AppelFactory(structure=structure, jusqu_au=date(2026, 3, 25))
    AppelFactory(structure=structure, jusqu_au=date(2026, 3, 26))
    saison = EngagementFactory(structure=structure).saisons.get()
    DemandeRenouvellementFactory(saison=saison, a_appeler=True)

    assert phrases(membre(structure)) == [
        ("1 message de bénévole à lire.", ""),
        ("1 appel à bénévoles est à reprendre.", ""),
        ("1 appel à bénévoles se termine dans les deux semaines.", ""),
        ("1 bénévole est à appeler pour son renouvellement.", ""),
    ]


def test_organisation_choisie_seule_est_dite(structure):
    compte = membre(structure)
    CandidatureFactory(structure=structure)

    assert phrases(compte, organisation=f"structures-{structure.pk}") != []
    assert phrases(compte, organisation="structures-0") is None
    assert phrases(compte, organisation="financeurs-1") is None


def test_animation_voit_ce_que_personne_d_autre_ne_voit(structure):
    CandidatureFactory(structure=None)
    CandidatureFactory(structure=structure, promise_le=date(2026, 3, 10))
    AppelFactory(structure=structure, etat=EtatAppel.A_RELIRE, publie_le=None, soumis_le=LE)

    assert phrases(animateur()) == [
        ("1 candidature attend que vous lui proposiez une structure.", ""),
        ("1 candidature attend une structure au-delà du délai promis.", ""),
        ("1 appel à bénévoles attend d’être relu.", ""),
    ]


def test_moderatrice_ne_lit_que_les_appels_de_son_departement(structure):
    moderatrice = Moderateur.objects.create(compte=CompteFactory(), departement="93").compte
    assert phrases(moderatrice) is None
    AppelFactory(structure=structure, etat=EtatAppel.A_RELIRE, publie_le=None, soumis_le=LE)

    assert phrases(Moderateur.objects.get().compte) == [("1 appel à bénévoles attend d’être relu.", "")]


def test_compte_sans_structure_n_en_lit_rien():
    assert phrases(CompteFactory()) is None


def test_accueil_montre_la_ligne_et_y_mene(client, structure):
    CandidatureFactory(structure=structure)
    client.force_login(membre(structure))

    page = client.get(reverse("espace:accueil")).content.decode()

    assert "1 candidature attend votre réponse." in page
    assert f'href="{reverse("espace:candidatures")}"' in page
