"""How the sheet of a structure opens and follows its name, and where its files are."""

from datetime import UTC, datetime

import pytest
from wagtail.models import ModelLogEntry, PageLogEntry, Revision

from espace_structures.structures.enums import StatutStructure
from espace_structures.vitrines.metier.fiches import OuvertureRefusee, ouvrir_fiche, renommer_les_fiches
from espace_structures.vitrines.metier.mediatheque import collection_de
from espace_structures.vitrines.models import FichePage, Mediatheque
from tests.fabriques.pages import site_public
from tests.fabriques.structures import StructureFactory, membre
from tests.fabriques.vitrines import annuaire, fiche

pytestmark = pytest.mark.django_db

LE = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)


@pytest.fixture
def structures():
    return annuaire(site_public())


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
    collection_de(structure)
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
