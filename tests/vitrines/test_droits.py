"""One answer about the pages of structures: the rights, and what Wagtail reads of them."""

import pytest
from django.contrib.auth.models import Group
from wagtail.documents import permissions as documents
from wagtail.images import permissions as images
from wagtail.models import GroupPagePermission
from wagtail.permissions import page_permission_policy

from espace_structures.comptes.models import Compte
from espace_structures.structures.enums import RoleStructure, StatutStructure
from espace_structures.structures.groupes import installer_groupes
from espace_structures.structures.models import Moderateur, Structure
from espace_structures.vitrines.droits import PagesAPortee
from espace_structures.vitrines.metier.mediatheque import collection_de
from tests.fabriques.comptes import CompteFactory
from tests.fabriques.pages import langue, site_public
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


# --- What Wagtail asks -----------------------------------------------------------------------------------------------

TOUTES = {"add", "change", "publish", "lock", "unlock", "bulk_delete"}


def verbes(compte, page) -> set[str]:
    """What Wagtail lets this account do to this page, read anew."""
    compte = Compte.objects.get(pk=compte.pk)
    return {v for v in TOUTES if page_permission_policy.user_has_permission_for_instance(compte, v, page)}


def test_wagtail_enumere_ce_qui_est_a_portee_et_rien_d_autre(pages, comptes):
    sous_la_fiche = {pages["fiche"].pk, pages["action"].pk}
    for nom in ("contributeur", "responsable", "moderateur"):
        listees = page_permission_policy.instances_user_has_any_permission_for(comptes[nom], TOUTES)
        racine = page_permission_policy.explorable_root_instance(comptes[nom])

        assert (nom, {page.pk for page in listees}, racine.pk) == (nom, sous_la_fiche, pages["fiche"].pk)
    for nom in ("lecteur", "redacteur", "financeur", "personne"):
        assert not page_permission_policy.user_has_any_permission(comptes[nom], TOUTES)
        assert page_permission_policy.explorable_root_instance(comptes[nom]) is None


def test_entrent_au_back_office_ceux_qui_y_ecrivent_ou_y_relisent(comptes):
    entrent = {nom for nom, compte in comptes.items() if compte.has_perm("wagtailadmin.access_admin")}

    assert entrent == ECRIT | MODERE


def test_droits_suivent_la_traduction_la_confiance_et_le_departement(structure, pages, comptes):
    anglais = langue("en")
    for page in (pages["fiche"].get_parent().get_parent(), pages["fiche"].get_parent()):
        page.specific.copy_for_translation(anglais)
    traduite = pages["fiche"].copy_for_translation(anglais)

    assert verbes(comptes["contributeur"], traduite) == {"add", "change"}
    Structure.objects.filter(pk=structure.pk).update(de_confiance=True)
    assert verbes(comptes["contributeur"], pages["action"]) == {"add", "change", "publish"}
    assert verbes(comptes["moderateur"], traduite) == {"change", "publish"}
    structure.implantations.all().delete()
    assert verbes(comptes["moderateur"], pages["fiche"]) == set()


@pytest.mark.parametrize("politique", [images.permission_policy, documents.permission_policy])
def test_wagtail_repond_des_fichiers(structure, pages, comptes, politique):
    collection, autre = collection_de(structure), collection_de(pages["ailleurs"].structure)
    attendus = {
        "contributeur": {"add", "change", "choose"},
        "responsable": {"add", "change", "choose"},
        "moderateur": {"choose"},
    }

    for nom in set(comptes) - {"animation"}:
        trouves = {
            verbe
            for verbe in ("add", "change", "delete", "choose")
            if collection in politique.collections_user_has_permission_for(comptes[nom], verbe)
        }
        assert (nom, trouves - {"delete"}) == (nom, attendus.get(nom, set()))
        assert ("delete" in trouves) == ("change" in trouves)
        assert autre not in politique.collections_user_has_any_permission_for(comptes[nom], ["add", "choose"])


def test_groupe_ne_donne_rien_a_qui_n_est_pas_de_l_animation(pages, comptes):
    groupe = Group.objects.create(name="Rédaction")
    GroupPagePermission.objects.create(group=groupe, page=pages["ailleurs"], permission_type="change")
    groupe.user_set.add(comptes["contributeur"])

    assert verbes(comptes["contributeur"], pages["ailleurs"]) == set()
    assert verbes(comptes["contributeur"], pages["fiche"]) == {"add", "change"}
