"""The words of the states and of the deadlines, for each reader."""

from datetime import date

import pytest
from django.utils import translation

from espace_structures.bilans.libelles import (
    Etat,
    Public,
    choix_etats,
    etat_pour,
    phrase_depuis,
    phrase_echeance,
    public_de,
)
from espace_structures.structures.models import MembreFinanceur
from tests.fabriques.comptes import CompteFactory
from tests.fabriques.structures import FinanceurFactory, StructureFactory, agent, animateur, membre


@pytest.mark.parametrize(
    ("public", "attendus"),
    [
        (Public.STRUCTURE, ["À saisir", "En cours", "Transmis", "À compléter", "Validé"]),
        (Public.FINANCEUR, ["Pas commencé", "En cours de saisie", "À examiner", "Renvoyé à la structure", "Validé"]),
        (
            Public.ANIMATION,
            ["Pas commencé", "En cours de saisie", "Transmis, à examiner", "Renvoyé à la structure", "Validé"],
        ),
    ],
)
def test_etats_dans_les_mots_de_chaque_public(public, attendus):
    assert [libelle for _code, libelle in choix_etats(public)] == attendus
    assert etat_pour("transmis", public) == Etat("transmis", attendus[2])


@pytest.mark.django_db
def test_public_d_un_compte_selon_la_structure():
    sienne, autre = StructureFactory(), StructureFactory()
    membre_et_financeur = membre(sienne)
    MembreFinanceur.objects.create(compte=membre_et_financeur, financeur=FinanceurFactory())

    publics = {
        "animation": public_de(animateur(), sienne.pk),
        "membre": public_de(membre(sienne), sienne.pk),
        "membre, en liste": public_de(membre(sienne)),
        "agent": public_de(agent(FinanceurFactory()), sienne.pk),
        "les deux, sa structure": public_de(membre_et_financeur, sienne.pk),
        "les deux, une autre": public_de(membre_et_financeur, autre.pk),
        "les deux, en liste": public_de(membre_et_financeur),
        "sans rôle": public_de(CompteFactory()),
    }

    assert publics == {
        "animation": Public.ANIMATION,
        "membre": Public.STRUCTURE,
        "membre, en liste": Public.STRUCTURE,
        "agent": Public.FINANCEUR,
        "les deux, sa structure": Public.STRUCTURE,
        "les deux, une autre": Public.FINANCEUR,
        "les deux, en liste": Public.FINANCEUR,
        "sans rôle": Public.STRUCTURE,
    }


@pytest.mark.parametrize(
    ("jour", "attendu"),
    [
        (date(2026, 3, 1), "Il reste 30 jours pour transmettre, jusqu’au mardi 31 mars 2026 inclus."),
        (date(2026, 3, 30), "Il reste 1 jour pour transmettre, jusqu’au mardi 31 mars 2026 inclus."),
        (date(2026, 3, 31), "C’est le dernier jour pour transmettre."),
        (date(2026, 4, 1), "L’échéance du mardi 31 mars 2026 est passée depuis 1 jour."),
        (date(2026, 4, 3), "L’échéance du mardi 31 mars 2026 est passée depuis 3 jours."),
    ],
)
def test_echeance_en_une_phrase(jour, attendu):
    with translation.override("fr"):
        assert phrase_echeance(date(2026, 3, 31), jour) == attendu


@pytest.mark.parametrize(
    ("jour", "attendu"),
    [(date(2026, 3, 1), "aujourd’hui"), (date(2026, 3, 2), "hier"), (date(2026, 3, 13), "il y a 12 jours")],
)
def test_anciennete_en_mots(jour, attendu):
    assert phrase_depuis(date(2026, 3, 1), jour) == attendu
