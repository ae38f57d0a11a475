"""What a structure may touch in Wagtail, and how its sheet opens."""

from datetime import UTC, datetime

import pytest
from django.contrib.auth.models import Group
from wagtail.models import GroupCollectionPermission, GroupPagePermission, ModelLogEntry, PageLogEntry, Revision

from espace_structures.structures.enums import StatutStructure
from espace_structures.structures.metier.edition import accorder_les_editeurs
from espace_structures.structures.models import Implantation, Moderateur, Structure
from espace_structures.vitrines.metier.edition import (
    accorder,
    accorder_les_moderateurs,
    collection_de,
    groupe_de_moderation,
)
from espace_structures.vitrines.metier.fiches import OuvertureRefusee, ouvrir_fiche, renommer_les_fiches
from espace_structures.vitrines.models import FichePage, Mediatheque
from tests.fabriques.comptes import CompteFactory
from tests.fabriques.pages import langue, site_public
from tests.fabriques.structures import StructureFactory, membre
from tests.fabriques.vitrines import annuaire, fiche

pytestmark = pytest.mark.django_db

LE = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
FICHIERS = ["add_document", "add_image", "change_document", "change_image", "choose_document", "choose_image"]


def droits_sur_les_pages(groupe: Group) -> list[tuple[int, str]]:
    return sorted(GroupPagePermission.objects.filter(group=groupe).values_list("page_id", "permission__codename"))


def droits_sur_les_fichiers(groupe: Group) -> list[tuple[str, str]]:
    return sorted(
        GroupCollectionPermission.objects.filter(group=groupe).values_list("collection__name", "permission__codename")
    )


@pytest.fixture
def structures():
    return annuaire(site_public())


def test_accorder_donne_la_fiche_et_la_collection(structures):
    page = fiche(structures, StructureFactory(nom="Relais"))

    accorder(page.structure)

    groupe = Structure.objects.get(pk=page.structure_id).groupe
    assert droits_sur_les_pages(groupe) == [(page.pk, "add_page"), (page.pk, "change_page")]
    assert droits_sur_les_fichiers(groupe) == [("Relais", droit) for droit in FICHIERS]


def test_accorder_deux_fois_ne_change_rien(structures):
    page = fiche(structures)
    accorder(page.structure)
    avant = set(GroupPagePermission.objects.values_list("pk", flat=True))

    accorder(page.structure)

    assert set(GroupPagePermission.objects.values_list("pk", flat=True)) == avant


def test_accorder_suit_la_traduction_de_la_fiche(structures):
    page = fiche(structures)
    anglais = langue("en")
    structures.get_parent().specific.copy_for_translation(anglais)
    structures.copy_for_translation(anglais)
    traduite = page.copy_for_translation(anglais)

    accorder(page.structure)

    groupe = Structure.objects.get(pk=page.structure_id).groupe
    assert droits_sur_les_pages(groupe) == [
        (page.pk, "add_page"),
        (page.pk, "change_page"),
        (traduite.pk, "add_page"),
        (traduite.pk, "change_page"),
    ]


def test_structure_de_confiance_publie_puis_ne_publie_plus(structures):
    page = fiche(structures, StructureFactory(de_confiance=True))

    accorder(page.structure)
    groupe = Structure.objects.get(pk=page.structure_id).groupe
    confiance = droits_sur_les_pages(groupe)
    Structure.objects.update(de_confiance=False)
    accorder(page.structure)

    assert confiance == [(page.pk, "add_page"), (page.pk, "change_page"), (page.pk, "publish_page")]
    assert droits_sur_les_pages(groupe) == [(page.pk, "add_page"), (page.pk, "change_page")]


def test_structure_fermee_perd_ses_droits(structures):
    page = fiche(structures)
    accorder(page.structure)
    groupe = Structure.objects.get(pk=page.structure_id).groupe
    Structure.objects.update(statut=StatutStructure.FERMEE)

    accorder(page.structure)

    assert droits_sur_les_pages(groupe) == []
    assert droits_sur_les_fichiers(groupe) == []


def test_accorder_reprend_ce_qui_est_de_trop(structures):
    page, autre = fiche(structures), fiche(structures)
    accorder(page.structure)
    droit = GroupPagePermission.objects.filter(page=page, group__structure=page.structure).first()
    GroupPagePermission.objects.create(group=droit.group, page=autre, permission=droit.permission)

    accorder(page.structure)

    assert {numero for numero, _droit in droits_sur_les_pages(droit.group)} == {page.pk}


def test_moderation_suit_les_departements(structures):
    page = fiche(structures, StructureFactory(nom="Relais", departements=["75", "93"]))
    accorder(page.structure)
    Implantation.objects.filter(departement="75").delete()

    accorder(page.structure)

    assert droits_sur_les_pages(groupe_de_moderation("75")) == []
    assert droits_sur_les_pages(groupe_de_moderation("93")) == [(page.pk, "change_page"), (page.pk, "publish_page")]
    assert droits_sur_les_fichiers(groupe_de_moderation("93")) == [
        ("Relais", "choose_document"),
        ("Relais", "choose_image"),
    ]


def test_groupe_d_un_departement_suit_qui_le_modere():
    ancien, nouveau, ferme = CompteFactory(), CompteFactory(), CompteFactory(is_active=False)
    groupe_de_moderation("93").user_set.add(ancien)
    Moderateur.objects.create(compte=nouveau, departement="93")
    Moderateur.objects.create(compte=ferme, departement="93")

    accorder_les_moderateurs()

    assert list(groupe_de_moderation("93").user_set.all()) == [nouveau]
    assert nouveau.has_perm("wagtailadmin.access_admin")


def test_collection_d_une_structure_est_la_sienne_meme_homonyme():
    une, autre = StructureFactory(nom="Relais"), StructureFactory(nom="Relais")

    collections = [collection_de(une), collection_de(autre), collection_de(une)]

    assert collections[0] == collections[2] != collections[1]
    assert {collection.get_parent().name for collection in collections} == {"Structures"}
    assert Mediatheque.objects.get(structure=une).collection == collections[0]


def test_ouvrir_une_fiche_reprend_ce_que_l_on_sait(structures):
    structure = StructureFactory(
        nom="Relais 93",
        referent_nom="Nora Ba",
        referent_courriel="nora@relais.example",
        referent_telephone="+33140000000",
    )
    personne = membre(structure)
    accorder_les_editeurs(structure)

    page = ouvrir_fiche(structure, par=personne, le=LE)

    assert (page.title, page.slug, page.live, page.owner) == ("Relais 93", "relais-93", False, personne)
    assert (page.contact_nom, page.contact_courriel, page.contact_telephone) == (
        "Nora Ba",
        "nora@relais.example",
        "+33140000000",
    )
    assert page.get_parent().specific == structures
    assert Revision.objects.for_instance(page).count() == 1
    assert list(PageLogEntry.objects.filter(page=page.pk).values_list("action", "user", "timestamp")) == [
        ("wagtail.create", personne.pk, LE)
    ]
    personne = type(personne).objects.get(pk=personne.pk)
    assert page.permissions_for_user(personne).can_edit()
    assert not page.permissions_for_user(personne).can_publish()
    assert not structures.permissions_for_user(personne).can_edit()


def test_ouvrir_deux_fois_rend_la_meme_fiche(structures):
    structure = StructureFactory()
    premiere = ouvrir_fiche(structure, par=None, le=LE)

    seconde = ouvrir_fiche(structure, par=None, le=LE)

    assert seconde == premiere
    assert FichePage.objects.count() == 1


def test_ouvrir_la_fiche_d_une_structure_fermee_est_refuse(structures):
    structure = StructureFactory(statut=StatutStructure.FERMEE)

    with pytest.raises(OuvertureRefusee, match="Cette structure est fermée"):
        ouvrir_fiche(structure, par=None, le=LE)

    assert FichePage.objects.count() == 0


def test_ouvrir_sans_annuaire_dit_quoi_faire():
    site_public()

    with pytest.raises(OuvertureRefusee, match="L’annuaire n’est pas encore ouvert"):
        ouvrir_fiche(StructureFactory(), par=None, le=LE)


def test_renommer_change_ce_que_l_on_lit_et_le_brouillon(structures):
    structure = StructureFactory(nom="Ancien nom")
    page = fiche(structures, structure)
    page.accroche = "Une accroche en cours, pas encore publiée."
    page.save_revision()
    accorder(structure)
    structure.nom = "Nouveau nom"
    structure.save()

    renommer_les_fiches(structure, par=None)

    page = FichePage.objects.get(pk=page.pk)
    assert (page.title, page.draft_title, page.slug) == ("Nouveau nom", "Nouveau nom", "ancien-nom")
    assert page.accroche == "Nous relions des bénévoles et des personnes qui cherchent un emploi."
    brouillon = page.get_latest_revision_as_object()
    assert (brouillon.title, brouillon.accroche) == ("Nouveau nom", "Une accroche en cours, pas encore publiée.")
    assert page.has_unpublished_changes
    assert Mediatheque.objects.get().collection.name == "Nouveau nom"


def test_renommer_une_fiche_publiee_ne_laisse_pas_de_brouillon(structures):
    structure = StructureFactory(nom="Ancien nom")
    page = fiche(structures, structure)
    page.save_revision().publish()
    structure.nom = "Nouveau nom"
    structure.save()

    renommer_les_fiches(structure, par=None)

    page = FichePage.objects.get(pk=page.pk)
    assert (page.title, page.live, page.has_unpublished_changes) == ("Nouveau nom", True, False)
    assert ModelLogEntry.objects.count() == 0
