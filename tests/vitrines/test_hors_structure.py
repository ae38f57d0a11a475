"""Pages that belong to no structure pass by; the nightly check puts rights straight; an alias only takes the name."""

from datetime import UTC, datetime

import pytest
from django.core import mail

from espace_structures.structures.models import Structure
from espace_structures.vitrines.metier import courriels
from espace_structures.vitrines.metier.fiches import renommer_les_fiches
from espace_structures.vitrines.metier.moderation import installer_moderation
from espace_structures.vitrines.metier.relecture import _structures
from espace_structures.vitrines.models import FichePage
from tests.fabriques.pages import article, langue, liste_actualites, site_public
from tests.fabriques.structures import StructureFactory, animateur, responsable
from tests.fabriques.vitrines import annuaire, fiche

pytestmark = pytest.mark.django_db
LE = datetime(2026, 11, 24, 9, tzinfo=UTC)


def test_page_sans_structure_n_ecrit_a_personne(django_capture_on_commit_callbacks):
    par = animateur()
    actualite = article(liste_actualites(site_public()))
    actualite.save_revision()
    circuit = installer_moderation().start(actualite, par)
    mail.outbox.clear()

    with django_capture_on_commit_callbacks(execute=True):
        courriels.prevenir_de_la_demande(circuit.current_task_state, par=par)
        courriels.prevenir_de_la_reprise(circuit, par=par)
        courriels._ecrire_aux_auteurs("vitrines.page_publiee", actualite, None, par, None)

    assert mail.outbox == []
    assert _structures([actualite]) == {}


def test_alias_prend_le_nom_sans_brouillon():
    page = fiche(annuaire(site_public()), StructureFactory(nom="Arc"))
    alias = page.copy_for_translation(langue("en"), copy_parents=True, alias=True)
    Structure.objects.filter(pk=page.structure_id).update(nom="Pont")

    renommer_les_fiches(Structure.objects.get(pk=page.structure_id), par=animateur())

    assert set(FichePage.objects.values_list("title", flat=True)) == {"Pont"}
    assert alias.revisions.count() == 0


def test_droit_d_ecrire_ne_vaut_que_sur_une_structure():
    compte = responsable(StructureFactory())

    assert compte.has_perm("vitrines.ecrire") is False
