"""The public pages of the demonstration: each at a step of the road, in both languages, at places that exist."""

from collections import Counter
from datetime import UTC, datetime

import pytest
from wagtail.models import Page

from espace_structures.vitrines.enums import EtatEditorial
from espace_structures.vitrines.metier.relecture import pages_a_relire
from espace_structures.vitrines.models import ActionPage, FichePage
from portal.demonstration.acteurs import creer_comptes, creer_financeurs, creer_structure
from portal.demonstration.jeu import STRUCTURES
from portal.demonstration.roles import DOMAINE
from portal.demonstration.vitrines import charger_vitrines
from portal.socle.geographie.communes import commune
from tests.fabriques.pages import langue, site_public
from tests.fabriques.vitrines import annuaire

pytestmark = [pytest.mark.django_db, pytest.mark.une_base]
LE = datetime(2026, 11, 24, 15, tzinfo=UTC)


@pytest.fixture
def troupe():
    comptes = creer_comptes(creer_financeurs())
    structures = {rang: creer_structure(rang, comptes) for rang in range(len(STRUCTURES))}
    return comptes, structures


def test_demonstration_des_vitrines_montre_chaque_etat_dans_les_deux_langues(troupe):
    comptes, structures = troupe
    langue("en")
    annuaire(site_public())

    pages = charger_vitrines(structures, animation=comptes[f"animation@{DOMAINE}"], le=LE)

    etats = Counter(ActionPage.objects.sources().avec_etat().values_list("etat", flat=True))
    assert set(etats) == {
        EtatEditorial.PUBLIEE,
        EtatEditorial.BROUILLON,
        EtatEditorial.EN_MODERATION,
        EtatEditorial.RENVOYEE,
    }
    assert etats[EtatEditorial.PUBLIEE] >= 7
    assert FichePage.objects.sources().count() == len(STRUCTURES) - 1  # one has none, to be opened
    assert {page.locale.language_code for page in ActionPage.objects.live()} == {"fr", "en"}
    assert pages == FichePage.objects.count() + ActionPage.objects.count()
    assert [fiche.structure.nom for fiche in FichePage.objects.perimees(LE.date())] == [
        "Association Un Pas de Plus (exemple)"
    ]
    assert not any(Page.find_problems())
    assert pages_a_relire(comptes[f"moderation@{DOMAINE}"], le=LE)


def test_demonstration_des_vitrines_se_tient_ou_elle_le_dit(troupe):
    comptes, structures = troupe
    langue("en")
    annuaire(site_public())
    charger_vitrines(structures, animation=comptes[f"animation@{DOMAINE}"], le=LE)

    for page in FichePage.objects.sources():
        fiche = page.get_latest_revision_as_object()
        ici = commune(fiche.code_commune)
        assert fiche.code_postal in ici.codes_postaux, fiche
        assert ici.departement in {i.departement for i in fiche.structure.implantations.all()}, fiche


def test_demonstration_des_vitrines_attend_l_annuaire(troupe):
    comptes, structures = troupe

    assert charger_vitrines(structures, animation=comptes[f"animation@{DOMAINE}"], le=LE) == 0
