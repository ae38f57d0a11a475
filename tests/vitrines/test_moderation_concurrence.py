"""Two moderators at once, two people who open the same sheet at once: row locks, hence PostgreSQL."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from threading import Barrier

import pytest
from django.db import connection
from wagtail.models import TaskState

from espace_structures.comptes.models import Compte
from espace_structures.structures.models import Structure
from espace_structures.vitrines.metier.fiches import ouvrir_fiche
from espace_structures.vitrines.metier.moderation import DecisionDejaPrise, approuver, renvoyer, soumettre
from espace_structures.vitrines.models import ActionPage, FichePage
from tests.fabriques.pages import site_public
from tests.fabriques.structures import StructureFactory, animateur, membre
from tests.fabriques.vitrines import action, annuaire, fiche

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "postgresql", reason="row locks are PostgreSQL's"),
]

LE = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)


def ensemble(*gestes):
    """What each of these returns or raises, started at the same moment on connections of their own."""
    depart = Barrier(len(gestes))

    def partir(geste):
        try:
            depart.wait(10)
            return geste()
        except DecisionDejaPrise as refus:
            return refus
        finally:
            connection.close()

    with ThreadPoolExecutor(len(gestes)) as fils:
        return [futur.result(60) for futur in [fils.submit(partir, geste) for geste in gestes]]


def test_deux_decisions_au_meme_moment_n_en_font_qu_une():
    page = fiche(annuaire(site_public()), StructureFactory(nom="Relais"))
    autrice = membre(page.structure)
    atelier = action(page, "Un atelier", live=False, owner=autrice)
    soumettre(atelier, par=autrice, le=LE)
    une, autre = animateur(), animateur()

    def charger(compte):
        return ActionPage.objects.get(pk=atelier.pk), Compte.objects.get(pk=compte.pk)

    def publier():
        prise, compte = charger(une)
        return approuver(prise, par=compte, le=LE)

    def refuser():
        prise, compte = charger(autre)
        return renvoyer(prise, par=compte, motif="Dites pour qui.", le=LE)

    resultats = ensemble(publier, refuser)

    refus = [resultat for resultat in resultats if isinstance(resultat, DecisionDejaPrise)]
    assert len(refus) == 1
    assert "a déjà" in str(refus[0])
    assert TaskState.objects.count() == 1
    assert TaskState.objects.get().status in (TaskState.STATUS_APPROVED, TaskState.STATUS_REJECTED)


def test_deux_ouvertures_de_fiche_au_meme_moment():
    annuaire(site_public())
    premiere, seconde = StructureFactory(), StructureFactory()

    def ouvrir(structure):
        return lambda: ouvrir_fiche(Structure.objects.get(pk=structure.pk), par=None, le=LE).pk

    pks = ensemble(ouvrir(premiere), ouvrir(premiere), ouvrir(seconde))

    assert pks[0] == pks[1] != pks[2]
    assert FichePage.objects.count() == 2
    assert sorted(FichePage.objects.values_list("structure", flat=True)) == [premiere.pk, seconde.pk]
