"""One answer about the pages of structures: the rights, the reach read once, and the copy that Wagtail keeps agree."""

import pytest

from espace_structures.comptes.models import Compte
from espace_structures.structures.enums import RoleStructure, StatutStructure
from espace_structures.structures.groupes import installer_groupes
from espace_structures.structures.metier.edition import accorder_les_editeurs
from espace_structures.structures.models import Moderateur, Structure
from espace_structures.vitrines.droits import PagesAPortee
from espace_structures.vitrines.metier.edition import accorder, accorder_les_moderateurs
from tests.fabriques.comptes import CompteFactory
from tests.fabriques.pages import site_public
from tests.fabriques.structures import FinanceurFactory, StructureFactory, agent, animateur, membre, responsable
from tests.fabriques.vitrines import action, annuaire, fiche

pytestmark = pytest.mark.django_db
ECRIT = {"contributeur", "responsable"}
MODERE = {"moderateur", "animation"}


@pytest.fixture
def structure():
    return StructureFactory(departements=["93"])


@pytest.fixture
def pages(structure):
    """The sheet of the structure, what stands under it, and the sheet of another."""
    index = annuaire(site_public())
    installer_groupes()  # the animation is given the pages once there are some
    sienne = fiche(index, structure)
    autre = fiche(index, StructureFactory(departements=["75"]))
    return {"fiche": sienne, "action": action(sienne), "ailleurs": autre}


@pytest.fixture
def comptes(structure, pages):
    tous = {
        "lecteur": membre(structure, RoleStructure.LECTEUR),
        "redacteur": membre(structure, RoleStructure.REDACTEUR),
        "contributeur": membre(structure),
        "responsable": responsable(structure),
        "moderateur": Moderateur.objects.create(compte=CompteFactory(), departement="93").compte,
        "financeur": agent(FinanceurFactory()),
        "animation": animateur(),
        "personne": CompteFactory(),
    }
    accorder_les_editeurs(structure)
    accorder_les_moderateurs()
    for page in (pages["fiche"], pages["ailleurs"]):
        accorder(page.structure)
    return {nom: Compte.objects.get(pk=compte.pk) for nom, compte in tous.items()}


@pytest.mark.parametrize("page", ["fiche", "action"])
def test_droits_sur_une_page_de_la_structure(pages, comptes, page):
    ecrivent = {nom for nom, compte in comptes.items() if compte.has_perm("vitrines.ecrire", pages[page])}
    moderent = {nom for nom, compte in comptes.items() if compte.has_perm("vitrines.moderer", pages[page])}

    assert (ecrivent, moderent) == (ECRIT, MODERE)


def test_droits_sur_la_page_d_une_autre_structure(pages, comptes):
    autres = {nom for nom, compte in comptes.items() if compte.has_perm("vitrines.ecrire", pages["ailleurs"])}
    moderent = {nom for nom, compte in comptes.items() if compte.has_perm("vitrines.moderer", pages["ailleurs"])}

    assert (autres, moderent) == (set(), {"animation"})


def test_wagtail_repond_comme_les_droits(pages, comptes):
    for nom, compte in comptes.items():
        perimetre = PagesAPortee.de(compte)
        for quelle, page in pages.items():
            ouvre = page.permissions_for_user(compte).can_edit()
            publie = page.permissions_for_user(compte).can_publish()

            assert (nom, quelle, ouvre) == (nom, quelle, perimetre.est_libre or perimetre.lit(page))
            assert (nom, quelle, publie) == (nom, quelle, perimetre.modere(page))


def test_droit_sur_rien_est_refuse(comptes):
    assert [nom for nom, compte in comptes.items() if compte.has_perm("vitrines.moderer")] == []


def test_compte_desactive_et_structure_fermee_perdent_leurs_droits(structure, pages, comptes):
    compte = comptes["contributeur"]
    assert compte.has_perm("vitrines.ecrire", pages["fiche"])

    Structure.objects.filter(pk=structure.pk).update(statut=StatutStructure.FERMEE)
    ferme = Compte.objects.get(pk=compte.pk)
    moderateur = Compte.objects.get(pk=comptes["moderateur"].pk)
    moderateur.is_active = False

    assert not ferme.has_perm("vitrines.ecrire", pages["fiche"])
    assert not moderateur.has_perm("vitrines.moderer", pages["fiche"])
