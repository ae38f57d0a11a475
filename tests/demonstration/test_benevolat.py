"""The volunteers of the demonstration: values that the forms offer, every step played, nobody behind an address."""

from collections import Counter
from datetime import UTC, date, datetime

import pytest

from espace_structures.benevolat.models import AppelBenevoles, Benevole, Candidature, DemandeRenouvellement, Engagement
from portal.demonstration.benevolat import charger_benevolat
from portal.demonstration.jeu import STRUCTURES
from tests.fabriques.structures import StructureFactory, responsable

pytestmark = [pytest.mark.django_db, pytest.mark.une_base]

LE = datetime(2026, 11, 24, 15, tzinfo=UTC)


@pytest.fixture
def structures():
    creees = {}
    for rang, fictive in enumerate(STRUCTURES):
        structure = StructureFactory(departements=list(fictive.entrants))
        creees[rang] = (structure, responsable(structure))
    return creees


def test_demonstration_joue_chaque_etape(structures):
    nombre = charger_benevolat(structures, le=LE)

    assert nombre == Benevole.objects.count() == 16
    assert Counter(AppelBenevoles.objects.values_list("etat", flat=True)) == {
        "PUBLIE": 5,
        "COMPLET": 1,
        "A_RELIRE": 1,
        "BROUILLON": 1,
    }
    assert Counter(Candidature.objects.values_list("etat", flat=True)) == {
        "NOUVELLE": 4,
        "CONTACTEE": 1,
        "RENCONTRE_PREVUE": 1,
        "LISTE_ATTENTE": 1,
        "REFUSEE": 1,
    }
    assert Counter(Engagement.objects.values_list("statut", flat=True)) == {"ACTIF": 6, "EN_PAUSE": 1, "SORTI": 1}
    assert Counter(DemandeRenouvellement.objects.values_list("reponse", "a_appeler")) == {
        ("CONTINUE", False): 2,
        ("", True): 1,
        ("", False): 3,
    }


def test_chaque_valeur_est_de_celles_que_l_on_choisit(structures):
    charger_benevolat(structures, le=LE)

    for modele in (Benevole, AppelBenevoles, Candidature, Engagement):
        for objet in modele.objects.all():
            objet.full_clean(exclude=["courriel"])
    assert not Benevole.objects.exclude(courriel__endswith=".example").exists()


def test_demonstration_se_charge_un_premier_janvier(structures):
    charger_benevolat(structures, le=datetime(2027, 1, 1, 9, tzinfo=UTC))

    assert Engagement.objects.get(statut="SORTI").sorti_le == date(2027, 1, 1)
