"""Anomalies of a bilan of the database, what the portal knows of its conventions."""

import dataclasses
from datetime import UTC, datetime
from decimal import Decimal

import pytest

from espace_structures.bilans.enums import EtatBilan, GenreRegle, Portee, Severite, TypeReponse
from espace_structures.bilans.metier.coherence import Anomalie
from espace_structures.bilans.metier.controle import (
    AnomalieSituee,
    anomalies_du_bilan,
    faits_du_bilan,
)
from espace_structures.bilans.metier.definition import Question, Regle, Section
from espace_structures.bilans.models import Bilan
from espace_structures.structures.enums import LigneBudgetaire
from tests.fabriques.bilans import PETITE_TRAME, REPONSES_COHERENTES, bilan_de, campagne_ouverte, repondre
from tests.fabriques.structures import ConventionFactory, StructureFactory

pytestmark = pytest.mark.django_db


def avec_regles(*regles):
    return dataclasses.replace(PETITE_TRAME, regles=regles)


def relu(bilan):
    """The bilan as another request reads it: nothing remembered."""
    return Bilan.objects.select_related("campagne").get(pk=bilan.pk)


def resume(bilan):
    return [
        (s.feuille and s.feuille.departement, s.anomalie.regle, s.anomalie.message) for s in anomalies_du_bilan(bilan)
    ]


@pytest.mark.parametrize("departements", [["75"], ["75", "77", "78"]])
def test_anomalies_en_onze_requetes_quel_que_soit_le_nombre_de_feuilles(departements, django_assert_num_queries):
    structure = StructureFactory(departements=departements)
    ConventionFactory(structure=structure, exercice=2025)
    bilan_de(structure, campagne_ouverte(2024), EtatBilan.VALIDE, REPONSES_COHERENTES)
    bilan = bilan_de(structure, campagne_ouverte(2025), reponses=REPONSES_COHERENTES)
    bilan = relu(bilan)

    # Five for the frozen definition, read once a campaign object; six for the bilan.
    with django_assert_num_queries(11):
        situees = anomalies_du_bilan(bilan)
    with django_assert_num_queries(6):
        anomalies_du_bilan(bilan)

    phrase = "B1 vaut 4, le bilan précédent finissait à 8."
    assert [(s.feuille.departement, s.anomalie.message) for s in situees] == [(d, phrase) for d in departements]


def test_anomalies_d_une_feuille_la_situent():
    bilan = bilan_de(StructureFactory(departements=["75", "93"]), campagne_ouverte(), EtatBilan.EN_COURS)
    paris, seine_saint_denis = bilan.feuilles.order_by("departement")
    repondre(paris, REPONSES_COHERENTES)
    repondre(seine_saint_denis, REPONSES_COHERENTES | {"B2": 12})

    assert anomalies_du_bilan(bilan) == [
        AnomalieSituee(
            anomalie=Anomalie(
                regle="R1-C2",
                severite=Severite.BLOQUANTE,
                portee=Portee.FEUILLE,
                message="Le tableau C2 compte 10 personnes, B2 en annonce 12.",
                cellules=(
                    *("C2.moins_26.F", "C2.moins_26.H", "C2.moins_26.NR"),
                    *("C2.26_plus.F", "C2.26_plus.H", "C2.26_plus.NR"),
                    "B2",
                ),
            ),
            feuille=seine_saint_denis,
            justification=None,
            est_justifiee=False,
        )
    ]


def test_anomalies_d_un_bilan_vide_sont_ses_reponses_obligatoires():
    bilan = bilan_de(StructureFactory(), campagne_ouverte())

    situees = anomalies_du_bilan(bilan)

    assert [(s.anomalie.regle, s.anomalie.cellules[0], s.empeche_transmission) for s in situees] == [
        ("OBLIGATOIRE", "B1", True),
        ("OBLIGATOIRE", "B2", True),
        ("OBLIGATOIRE", "C2.moins_26.F", True),
        ("OBLIGATOIRE", "F.F1.F", True),
    ]


def test_regle_de_bilan_regarde_la_somme_des_feuilles():
    definition = avec_regles(
        Regle(
            code="R17",
            genre=GenreRegle.INCLUSION,
            severite=Severite.A_JUSTIFIER,
            portee=Portee.BILAN,
            message="{partie} au plus {tout}",
            parametres={"partie": "B3", "tout": "@objectif"},
        )
    )
    structure = StructureFactory(departements=["75", "93"])
    ConventionFactory(structure=structure, exercice=2025, objectif=20)
    bilan = bilan_de(structure, campagne_ouverte(definition=definition), reponses=REPONSES_COHERENTES)

    assert resume(bilan) == [(None, "R17", "28 au plus 20")]


def test_regle_de_bilan_pondere_les_moyennes_et_lit_les_textes():
    definition = avec_regles(
        Regle(
            code="MOYENNE",
            genre=GenreRegle.INTERVALLE,
            severite=Severite.INFORMATION,
            portee=Portee.BILAN,
            message="{valeur} mois",
            parametres={"valeur": "E2", "maximum": Decimal(1)},
        ),
        Regle(
            code="TEXTE",
            genre=GenreRegle.REQUIS_SI,
            severite=Severite.BLOQUANTE,
            portee=Portee.BILAN,
            message="Dites {cible}",
            parametres={"condition": "B2", "cible": "H1"},
        ),
    )
    bilan = bilan_de(StructureFactory(departements=["75", "93"]), campagne_ouverte(definition=definition))
    paris, seine_saint_denis = bilan.feuilles.order_by("departement")
    repondre(paris, REPONSES_COHERENTES | {"E2": 3})  # six exits
    repondre(
        seine_saint_denis,
        {code: v for code, v in REPONSES_COHERENTES.items() if code != "H1"}
        | {"E2": 7, "F.F12.F": 10, "F.F12.H": 5},  # eighteen
    )

    assert resume(bilan) == [(None, "MOYENNE", "6 mois")]


def test_regle_de_bilan_moyenne_simple_quand_la_trame_ne_pondere_pas():
    duree = Question(code="E9", libelle="Rencontres", type=TypeReponse.DECIMAL)
    definition = dataclasses.replace(
        PETITE_TRAME,
        sections=(Section(code="E", titre="E", elements=(duree,)),),
        indicateurs=(),
        regles=(
            Regle(
                code="M",
                genre=GenreRegle.INTERVALLE,
                severite=Severite.INFORMATION,
                portee=Portee.BILAN,
                message="{valeur}",
                parametres={"valeur": "E9", "minimum": Decimal(9)},
            ),
        ),
    )
    bilan = bilan_de(StructureFactory(departements=["75", "77", "93"]), campagne_ouverte(definition=definition))
    paris, _seine_et_marne, seine_saint_denis = bilan.feuilles.order_by("departement")
    repondre(paris, {"E9": 2})
    repondre(seine_saint_denis, {"E9": 5})

    assert resume(bilan) == [(None, "M", "3,5")]


# --- the exercice before --------------------------------------------------------------------------------------------


def test_precedent_se_compare_departement_par_departement():
    structure = StructureFactory(departements=["75", "93"])
    avant = bilan_de(structure, campagne_ouverte(2024), EtatBilan.VALIDE)
    paris, seine_saint_denis = avant.feuilles.order_by("departement")
    repondre(paris, REPONSES_COHERENTES | {"B1": 0})  # ends with 4
    repondre(seine_saint_denis, REPONSES_COHERENTES | {"B1": 1})  # ends with 5
    bilan_de(StructureFactory(), campagne_ouverte(2023), reponses=REPONSES_COHERENTES)
    bilan = bilan_de(structure, campagne_ouverte(2025), reponses=REPONSES_COHERENTES)

    assert resume(bilan) == [("93", "R4", "B1 vaut 4, le bilan précédent finissait à 5.")]


def test_precedent_se_calcule_avec_la_trame_de_son_exercice():
    sections = tuple(
        dataclasses.replace(
            section,
            elements=tuple(
                dataclasses.replace(element, calcul="B3") if element.code == "B5" else element
                for element in section.elements
            ),
        )
        for section in PETITE_TRAME.sections
    )
    structure = StructureFactory()
    autre = dataclasses.replace(PETITE_TRAME, code="autre", sections=sections, regles=())
    avant = campagne_ouverte(2024, definition=autre)
    bilan_de(structure, avant, EtatBilan.VALIDE, REPONSES_COHERENTES)  # "ends" with 14
    bilan = bilan_de(structure, campagne_ouverte(2025), reponses=REPONSES_COHERENTES)

    assert resume(bilan) == [("75", "R4", "B1 vaut 4, le bilan précédent finissait à 14.")]


def test_precedent_d_une_autre_structure_ne_compte_pas():
    bilan_de(StructureFactory(), campagne_ouverte(2024), EtatBilan.VALIDE, REPONSES_COHERENTES)
    bilan = bilan_de(StructureFactory(), campagne_ouverte(2025), reponses=REPONSES_COHERENTES)

    assert resume(bilan) == []


def test_precedent_jamais_transmis_ne_compte_pas():
    structure = StructureFactory()
    avant = bilan_de(structure, campagne_ouverte(2024), EtatBilan.EN_COURS, REPONSES_COHERENTES)  # ends with 14
    bilan = bilan_de(structure, campagne_ouverte(2025), reponses=REPONSES_COHERENTES)
    assert resume(bilan) == []

    avant.etat, avant.transmis_le = EtatBilan.TRANSMIS, datetime(2025, 3, 1, 10, tzinfo=UTC)
    avant.save()

    assert resume(bilan) != []


def test_precedent_de_l_ensemble_somme_les_feuilles_d_alors():
    definition = avec_regles(
        Regle(
            code="R18",
            genre=GenreRegle.EVOLUTION,
            severite=Severite.A_JUSTIFIER,
            portee=Portee.BILAN,
            message="{precedent} puis {valeur} ({variation_pct})",
            parametres={"valeur": "B2", "maximum": Decimal("0.4")},
        )
    )
    structure = StructureFactory(departements=["75", "93"])
    avant = campagne_ouverte(2024, definition=definition)
    bilan_de(structure, avant, EtatBilan.VALIDE, REPONSES_COHERENTES)
    bilan = bilan_de(structure, campagne_ouverte(2025, definition=definition))
    repondre(bilan.feuilles.get(departement="75"), REPONSES_COHERENTES)

    assert (None, "R18", "20 puis 10 (−50\u00a0%)") in resume(bilan)


# --- facts ----------------------------------------------------------------------------------------------------------


def test_faits_somment_les_conventions_de_l_exercice(requetes_au_plus):
    structure = StructureFactory()
    for ligne, objectif, montant in [
        (LigneBudgetaire.P102, 50, "15250.00"),
        (LigneBudgetaire.P102, 10, "3050.00"),
        (LigneBudgetaire.P147, None, "1000.50"),
        (LigneBudgetaire.REGION, 5, None),
    ]:
        ConventionFactory(structure=structure, exercice=2025, ligne=ligne, objectif=objectif, montant=montant)
    ConventionFactory(structure=structure, exercice=2024, objectif=999)
    ConventionFactory(exercice=2025, objectif=999)
    bilan = bilan_de(structure, campagne_ouverte(2025))

    with requetes_au_plus("les faits d’un bilan"):
        faits = faits_du_bilan(bilan)

    assert faits == {
        "@objectif": Decimal(65),
        "@objectif_P102": Decimal(60),
        "@objectif_REGION": Decimal(5),
        "@montant": Decimal("19300.50"),
        "@montant_P102": Decimal("18300.00"),
        "@montant_P147": Decimal("1000.50"),
    }


def test_faits_sans_convention_sont_absents():
    assert faits_du_bilan(bilan_de(StructureFactory(), campagne_ouverte())) == {}
