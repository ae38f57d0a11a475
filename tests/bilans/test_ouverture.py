"""Opening a campaign: what it creates, what it refuses, and that nothing moves it afterwards."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from wagtail.models import ModelLogEntry

from espace_structures.bilans.metier.gel import definition_de
from espace_structures.bilans.metier.ouverture import (
    OuvertureRefusee,
    ajouter_structure,
    ouvrir,
    prevoir,
    structures_a_ajouter,
)
from espace_structures.bilans.metier.trame_cms import ranger
from espace_structures.bilans.metier.trame_fichier import publier
from espace_structures.bilans.models import Bilan, Campagne, Feuille, Trame
from espace_structures.structures.enums import StatutStructure, TypeStructure
from tests.fabriques.bilans import PETITE_TRAME
from tests.fabriques.structures import StructureFactory, animateur, membre

pytestmark = pytest.mark.django_db
LE = datetime(2027, 1, 11, 9, 30, tzinfo=UTC)


def campagne_preparee(exercice=2026, **champs) -> Campagne:
    """A campaign on the small trame, published, not opened yet."""
    trame = publier(PETITE_TRAME).trame
    dates = {
        "ouvre_le": date(2027, 1, 11),
        "envoi_jusqu_au": date(2027, 4, 30),
        "examen_jusqu_au": date(2027, 6, 30),
    }
    return Campagne.objects.create(exercice=exercice, trame=trame, **dates | champs)


def message_de(refus) -> str:
    return str(refus.value).replace("\u00a0", " ")


def test_ouverture_gele_la_trame_et_cree_bilans_et_feuilles():
    campagne = campagne_preparee()
    une = StructureFactory(nom="Mission locale A", departements=["75", "93"])
    deux = StructureFactory(nom="Club B", type=TypeStructure.CLUB_ENTREPRISES, departements=["77"])

    ouverte = ouvrir(campagne, par=None, le=LE)

    assert (ouverte.ouverte_le, Campagne.objects.get().ouverte_le) == (LE, LE)
    assert definition_de(ouverte) == replace(PETITE_TRAME, code="2026", titre="Bilan parrainage 2026")
    assert set(Bilan.objects.values_list("structure", "nom_structure", "type_structure", "etat")) == {
        (une.pk, "Mission locale A", "ML", "a_saisir"),
        (deux.pk, "Club B", "CLUB", "a_saisir"),
    }
    assert set(Feuille.objects.values_list("bilan__structure", "departement", "version")) == {
        (une.pk, "75", 0),
        (une.pk, "93", 0),
        (deux.pk, "77", 0),
    }


def test_ouverture_laisse_de_cote_les_structures_fermees_ou_sans_departement():
    campagne = campagne_preparee()
    attendue = StructureFactory()
    StructureFactory(statut=StatutStructure.FERMEE)
    StructureFactory(departements=[])

    ouvrir(campagne, par=None, le=LE)

    assert list(Bilan.objects.values_list("structure", flat=True)) == [attendue.pk]


@pytest.mark.parametrize("structures", [1, 3])
def test_ouverture_se_fait_en_un_nombre_fixe_de_requetes(structures, django_assert_num_queries):
    campagne = campagne_preparee()
    for structure in StructureFactory.create_batch(structures, departements=["75", "92"]):
        membre(structure)

    # Two a structure: the mail that is written to each leaves its line in the log; one for the texts that were changed.
    with django_assert_num_queries(27 + 2 * structures):
        ouvrir(campagne, par=None, le=LE)

    assert Bilan.objects.count() == structures


def test_ouverture_se_lit_dans_l_historique():
    compte = animateur()
    campagne = campagne_preparee()
    StructureFactory()

    ouvrir(campagne, par=compte, le=LE)

    entree = ModelLogEntry.objects.get(action="bilans.ouvrir_campagne")
    assert (entree.user, entree.timestamp, entree.object_id, entree.data) == (
        compte,
        LE,
        str(campagne.pk),
        {"bilans": 1},
    )


def test_ouverture_previent_les_membres_de_chaque_structure(django_capture_on_commit_callbacks, mailoutbox):
    campagne = campagne_preparee()
    structure = StructureFactory(nom="Mission locale A")
    membre(structure, email="a@exemple.fr")
    membre(StructureFactory(statut=StatutStructure.FERMEE), email="fermee@exemple.fr")

    with django_capture_on_commit_callbacks(execute=True):
        ouvrir(campagne, par=None, le=LE)

    bilan = Bilan.objects.get()
    assert [message.to for message in mailoutbox] == [["a@exemple.fr"]]
    assert mailoutbox[0].subject.replace("\u00a0", " ") == "Bilan 2026 de « Mission locale A » à remplir"
    assert f"/espace/bilans/{bilan.pk}/" in mailoutbox[0].body
    assert "au plus tard le 30 avril 2027" in mailoutbox[0].body


def test_ouverture_une_seconde_fois_est_refusee():
    campagne = campagne_preparee()
    StructureFactory()
    ouvrir(campagne, par=None, le=LE)

    with pytest.raises(OuvertureRefusee) as refus:
        ouvrir(campagne, par=None, le=LE)

    assert message_de(refus) == "La campagne est déjà ouverte, depuis le 11 janvier 2027."
    assert Bilan.objects.count() == 1


def test_ouverture_apres_la_date_limite_est_refusee():
    campagne = campagne_preparee()
    StructureFactory()

    with pytest.raises(OuvertureRefusee) as refus:
        ouvrir(campagne, par=None, le=datetime(2027, 5, 1, 0, 0, tzinfo=UTC))

    assert message_de(refus) == (
        "La date limite de transmission (30 avril 2027) est déjà passée : corrigez les dates de la campagne."
    )
    assert (Bilan.objects.count(), campagne.cellules.count()) == (0, 0)


def test_ouverture_sans_structure_attendue_est_refusee():
    campagne = campagne_preparee()
    StructureFactory(departements=[])

    with pytest.raises(OuvertureRefusee) as refus:
        ouvrir(campagne, par=None, le=LE)

    assert message_de(refus) == (
        "Aucune structure active n’a de département d’intervention : complétez les fiches des structures."
    )


def test_ouverture_d_une_trame_jamais_publiee_est_refusee():
    campagne = campagne_preparee()
    StructureFactory()
    campagne.trame.unpublish()

    with pytest.raises(OuvertureRefusee) as refus:
        ouvrir(campagne, par=None, le=LE)

    assert message_de(refus) == ("La trame « Petite trame » n’est pas publiée : publiez-la avant d’ouvrir la campagne.")


def test_ouverture_d_une_trame_qui_a_des_defauts_est_refusee_avec_leurs_lieux():
    campagne = campagne_preparee()
    StructureFactory()
    ranger(replace(PETITE_TRAME, sections=PETITE_TRAME.sections[:1]), campagne.trame)
    campagne.trame.save()

    with pytest.raises(OuvertureRefusee) as refus:
        ouvrir(campagne, par=None, le=LE)

    assert message_de(refus) == ("La trame « Petite trame » a des défauts : corrigez-les et publiez-la de nouveau.")
    assert "section B > question B4 > calcul" in [defaut.lieu for defaut in refus.value.defauts]
    assert (Bilan.objects.count(), Campagne.objects.get().ouverte_le) == (0, None)


def test_ouverture_prend_la_version_publiee_et_non_le_brouillon():
    campagne = campagne_preparee()
    StructureFactory()
    ranger(replace(PETITE_TRAME, sections=PETITE_TRAME.sections[:1]), campagne.trame)
    campagne.trame.save_revision()

    ouvrir(campagne, par=None, le=LE)

    assert [section.code for section in definition_de(Campagne.objects.get()).sections] == ["B", "C", "F", "G"]


def test_campagne_ouverte_ne_bouge_pas_quand_la_trame_change():
    campagne = campagne_preparee()
    StructureFactory()
    ouvrir(campagne, par=None, le=LE)
    avant = definition_de(Campagne.objects.get())

    publier(replace(PETITE_TRAME, sections=PETITE_TRAME.sections[1:2], regles=(), indicateurs=()))

    assert [bloc.value["code"] for bloc in Trame.objects.get().sections] == ["C"]
    assert definition_de(Campagne.objects.get()) == avant


def test_prevision_compte_structures_et_feuilles_et_nomme_celles_sans_departement():
    campagne = campagne_preparee()
    StructureFactory(departements=["75", "93"])
    StructureFactory(departements=["77"])
    isolee = StructureFactory(departements=[])
    StructureFactory(statut=StatutStructure.FERMEE)

    prevision = prevoir(campagne, le=LE)

    assert (prevision.structures, prevision.feuilles, prevision.sans_departement, prevision.refus) == (
        2,
        3,
        (isolee,),
        (),
    )


def test_prevision_dit_tous_les_refus_a_la_fois():
    campagne = campagne_preparee(envoi_jusqu_au=date(2027, 1, 11), examen_jusqu_au=date(2027, 1, 11))
    campagne.trame.unpublish()

    prevision = prevoir(campagne, le=datetime(2027, 1, 12, 12, 0, tzinfo=UTC))

    assert len(prevision.refus) == 3


def test_prevision_d_une_campagne_ouverte_ne_dit_que_cela():
    campagne = campagne_preparee()
    StructureFactory()
    campagne = ouvrir(campagne, par=None, le=LE)
    campagne.trame.unpublish()

    prevision = prevoir(campagne, le=datetime(2027, 5, 2, 12, 0, tzinfo=UTC))

    assert [str(refus).replace("\u00a0", " ") for refus in prevision.refus] == [
        "La campagne est déjà ouverte, depuis le 11 janvier 2027."
    ]


def test_structure_arrivee_apres_l_ouverture_recoit_son_bilan(django_capture_on_commit_callbacks, mailoutbox):
    campagne = campagne_preparee()
    StructureFactory()
    campagne = ouvrir(campagne, par=None, le=LE)
    tardive = StructureFactory(nom="Tardive", departements=["91", "94"])
    membre(tardive, email="tardive@exemple.fr")
    assert structures_a_ajouter(campagne) == [tardive]

    with django_capture_on_commit_callbacks(execute=True):
        bilan = ajouter_structure(campagne, tardive, par=None, le=LE)

    assert (bilan.structure, bilan.nom_structure) == (tardive, "Tardive")
    assert sorted(bilan.feuilles.values_list("departement", flat=True)) == ["91", "94"]
    assert structures_a_ajouter(campagne) == []
    assert [message.to for message in mailoutbox] == [["tardive@exemple.fr"]]


def test_structure_qui_a_deja_un_bilan_n_est_pas_ajoutee():
    campagne = campagne_preparee()
    structure = StructureFactory(nom="Mission locale A")
    campagne = ouvrir(campagne, par=None, le=LE)

    with pytest.raises(OuvertureRefusee) as refus:
        ajouter_structure(campagne, structure, par=None, le=LE)

    assert message_de(refus) == "« Mission locale A » a déjà un bilan dans cette campagne."


@pytest.mark.parametrize("champs", [{"statut": StatutStructure.FERMEE}, {"departements": []}])
def test_structure_fermee_ou_sans_departement_n_est_pas_ajoutee(champs):
    campagne = campagne_preparee()
    StructureFactory()
    campagne = ouvrir(campagne, par=None, le=LE)

    with pytest.raises(OuvertureRefusee) as refus:
        ajouter_structure(campagne, StructureFactory(nom="B", **champs), par=None, le=LE)

    assert message_de(refus) == "« B » n’est pas active ou n’a aucun département : complétez d’abord sa fiche."


def test_structure_n_est_pas_ajoutee_avant_l_ouverture():
    campagne = campagne_preparee()

    with pytest.raises(OuvertureRefusee) as refus:
        ajouter_structure(campagne, StructureFactory(), par=None, le=LE)

    assert message_de(refus) == ("La campagne n’est pas encore ouverte : ouvrez-la, la structure aura son bilan.")
