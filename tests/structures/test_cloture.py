"""A structure closes and opens again."""

from datetime import UTC, date, datetime

import pytest
from django.core import mail
from wagtail.models import ModelLogEntry

from espace_structures.structures.droits import Appartenances
from espace_structures.structures.enums import EtatDemande, RoleStructure, StatutStructure
from espace_structures.structures.metier.cloture import FERMER, ROUVRIR, ClotureRefusee, fermer, rouvrir
from espace_structures.structures.models import Structure
from tests.fabriques.fusions import demande, invitation
from tests.fabriques.structures import StructureFactory, animateur, editeurs, membre, responsable

pytestmark = pytest.mark.django_db

LE = datetime(2026, 6, 30, 22, 30, tzinfo=UTC)  # already July in Paris
JOUR = date(2026, 7, 1)


def fermee(structure, **valeurs) -> Structure:
    return fermer(
        structure, **{"motif": "L’association est dissoute.", "fermee_le": JOUR, "par": None, "le": LE} | valeurs
    )


def test_structure_fermee_garde_son_jour_et_son_successeur():
    structure, suite = StructureFactory(), StructureFactory()

    fermee(structure, successeur=suite, fermee_le=date(2026, 6, 1))

    structure.refresh_from_db()
    assert (structure.statut, structure.fermee_le, structure.successeur) == (
        StatutStructure.FERMEE,
        date(2026, 6, 1),
        suite,
    )


def test_fermeture_annule_les_invitations_et_repond_aux_demandes(django_capture_on_commit_callbacks):
    structure, autre = StructureFactory(), StructureFactory()
    invitation(structure, "a@exemple.fr")
    invitation(structure, "b@exemple.fr", acceptee_le=LE)
    ailleurs = invitation(autre, "a@exemple.fr")
    attend, a_confirmer = (
        demande(structure, "c@exemple.fr"),
        demande(structure, "d@exemple.fr", EtatDemande.A_CONFIRMER),
    )

    with django_capture_on_commit_callbacks(execute=True):
        fermee(structure)

    attend.refresh_from_db()
    a_confirmer.refresh_from_db()
    ailleurs.refresh_from_db()
    assert structure.invitations.en_attente().count() == 0
    assert structure.invitations.filter(annulee_le=LE).count() == 1
    assert ailleurs.annulee_le is None
    assert [(d.etat, d.motif, d.traitee_le) for d in (attend, a_confirmer)] == [
        (EtatDemande.REFUSEE, "La structure est fermée.", LE)
    ] * 2
    assert [m.to for m in mail.outbox] == [["c@exemple.fr"]]


def test_editeurs_perdent_les_pages_et_gardent_la_lecture():
    structure = StructureFactory()
    compte = responsable(structure)
    assert editeurs(structure) == {compte}

    fermee(structure)

    liens = Appartenances(compte)
    assert editeurs(structure) == set()
    assert (liens.structures_editees(), liens.roles_structures) == ([], {structure.pk: RoleStructure.RESPONSABLE})


def test_membres_sont_prevenus_du_motif_et_de_la_suite(django_capture_on_commit_callbacks):
    structure, suite = StructureFactory(nom="Le Relais"), StructureFactory(nom="Les Deux Rives")
    responsable(structure, email="a@exemple.fr")
    membre(structure, RoleStructure.LECTEUR, email="b@exemple.fr")
    parti = membre(structure, email="c@exemple.fr")
    structure.membres.filter(compte=parti).update(actif=False)

    with django_capture_on_commit_callbacks(execute=True):
        fermee(structure, successeur=suite)

    assert sorted(m.to[0] for m in mail.outbox) == ["a@exemple.fr", "b@exemple.fr"]
    assert mail.outbox[0].subject == "« Le Relais » est fermée sur le portail"
    texte = mail.outbox[0].body
    assert "L’association est dissoute." in texte
    assert "« Les Deux Rives » prend la suite." in texte


def test_fermeture_sans_prevenir_n_ecrit_a_personne(django_capture_on_commit_callbacks):
    structure = StructureFactory()
    responsable(structure)

    with django_capture_on_commit_callbacks(execute=True):
        fermee(structure, prevenir=False)

    assert mail.outbox == []


def test_fermeture_est_au_journal():
    structure, compte = StructureFactory(), animateur()
    invitation(structure, "a@exemple.fr")

    fermee(structure, par=compte)

    entree = ModelLogEntry.objects.get(action=FERMER)
    assert (entree.user, entree.timestamp) == (compte, LE)
    assert entree.data == {
        "motif": "L’association est dissoute.",
        "successeur": "",
        "date": "2026-07-01",
        "invitations": 1,
        "demandes": 0,
    }


@pytest.mark.parametrize(
    ("valeurs", "message"),
    [
        ({"motif": "  "}, "Dites pourquoi la structure ferme : ses membres recevront ce motif."),
        (
            {"fermee_le": date(2026, 7, 2)},
            "La fermeture prend effet tout de suite : choisissez aujourd’hui ou un jour passé.",
        ),
    ],
)
def test_fermeture_refusee(valeurs, message):
    structure = StructureFactory()

    with pytest.raises(ClotureRefusee) as refus:
        fermee(structure, **valeurs)

    structure.refresh_from_db()
    assert (str(refus.value), structure.statut) == (message, StatutStructure.ACTIVE)


def test_structure_ne_prend_pas_sa_propre_suite():
    structure = StructureFactory()

    with pytest.raises(ClotureRefusee, match="ne prend pas sa propre suite"):
        fermee(structure, successeur=structure)


def test_structure_fermee_ne_prend_la_suite_de_personne():
    structure = StructureFactory()
    close = StructureFactory(nom="Le Relais", statut=StatutStructure.FERMEE)

    with pytest.raises(ClotureRefusee, match="« Le Relais » est fermée"):
        fermee(structure, successeur=close)


def test_structure_ne_ferme_pas_deux_fois():
    structure = StructureFactory()
    fermee(structure)

    with pytest.raises(ClotureRefusee, match="déjà fermée"):
        fermee(structure)


def test_structure_rouverte_rend_ses_pages_a_ses_editeurs():
    structure, suite = StructureFactory(), StructureFactory()
    compte = responsable(structure)
    fermee(structure, successeur=suite)

    rouvrir(structure, par=None, le=LE)

    structure.refresh_from_db()
    assert (structure.statut, structure.fermee_le, structure.successeur) == (StatutStructure.ACTIVE, None, None)
    assert Appartenances(compte).structures_editees() == [structure.pk]
    assert ModelLogEntry.objects.filter(action=ROUVRIR).count() == 1


def test_structure_active_ne_se_rouvre_pas():
    with pytest.raises(ClotureRefusee, match="déjà active"):
        rouvrir(StructureFactory(), par=None, le=LE)


def test_structure_sans_departement_ne_se_rouvre_pas():
    structure = StructureFactory(departements=[], statut=StatutStructure.FERMEE)

    with pytest.raises(ClotureRefusee, match="Ajoutez d’abord un département"):
        rouvrir(structure, par=None, le=LE)
