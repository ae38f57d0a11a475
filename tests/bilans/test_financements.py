"""The cut by budget line; and what trames other than the usual ones do to a consolidation and to its workbook."""

import io
from datetime import UTC, datetime
from decimal import Decimal

import openpyxl
import pytest

from espace_structures.bilans.enums import EtatBilan, TypeReponse
from espace_structures.bilans.metier.definition import (
    Colonne,
    DefinitionTrame,
    Indicateur,
    Ligne,
    Question,
    Section,
    Tableau,
)
from espace_structures.bilans.metier.extraction import Format, extraire
from espace_structures.bilans.metier.financements import promesses
from espace_structures.bilans.metier.perimetre import Perimetre
from espace_structures.bilans.metier.synthese import synthetiser
from espace_structures.structures.enums import PerimetreFinanceur, TypeStructure
from tests.fabriques.bilans import bilan_de, campagne_gelee
from tests.fabriques.structures import ConventionFactory, FinanceurFactory, StructureFactory

pytestmark = pytest.mark.django_db
NOMBRE, EUROS = Colonne(code="N", libelle="Nombre"), Colonne(code="EUR", libelle="Montant")
P102, P147 = Ligne(code="P102", libelle="P102 – emploi"), Ligne(code="P147", libelle="P147 – ville")
FINANCES = DefinitionTrame(
    code="finances",
    titre="Finances",
    sections=(
        Section(
            code="G",
            titre="Finances",
            elements=(
                Question(code="B2", libelle="Entrants"),
                Tableau(code="G2", titre="Reçu", type=TypeReponse.MONTANT, lignes=(P102,), colonnes=(EUROS,)),
                Tableau(code="G4", titre="Imputés", lignes=(P102, P147), colonnes=(NOMBRE,)),
            ),
        ),
    ),
    indicateurs=(Indicateur(code="TX", libelle="Objectif atteint", numerateur="B2", denominateur="@objectif"),),
)
SANS_TAUX = DefinitionTrame(
    code="sans_taux",
    titre="Sans taux",
    sections=(
        Section(
            code="E",
            titre="Divers",
            elements=(
                Question(code="E1", libelle="Rendu le", type=TypeReponse.DATE),
                Question(code="E2", libelle="Note", type=TypeReponse.DECIMAL),
                Tableau(
                    code="E3",
                    titre="Grisé",
                    lignes=(Ligne(code="a", libelle="A"), Ligne(code="b", libelle="B")),
                    colonnes=(NOMBRE, Colonne(code="M", libelle="Mineurs")),
                    grisees=("b.M",),
                ),
            ),
        ),
        Section(code="Z", titre="Vide", elements=()),
    ),
)
REPONSES = {"B2": 60, "G2.P102.EUR": Decimal("15250.00"), "G4.P102.N": 50, "G4.P147.N": 10}


def _bilan(campagne, *, conventions=(), **structure):
    bilan = bilan_de(StructureFactory(**structure), campagne, EtatBilan.VALIDE, REPONSES)
    for champs in conventions:
        ConventionFactory(structure=bilan.structure, **champs)
    return bilan


def _synthese(campagne, **perimetre):
    return synthetiser(Perimetre(campagne=campagne, **perimetre))


def test_financements_rapprochent_promis_impute_et_recu():
    campagne = campagne_gelee(definition=FINANCES)
    _bilan(
        campagne,
        conventions=[{"objectif": 40, "montant": "12200.00"}, {"objectif": 60, "numero": "2", "montant": None}],
    )
    _bilan(
        campagne,
        conventions=[{"exercice": 2025, "objectif": 500}, {"ligne": "P147", "objectif": None, "montant": None}],
    )

    tableau = _synthese(campagne).financements

    assert [list(ligne.valeurs) for ligne in tableau.lignes] == [
        ["P102 – emploi", 100, 100, 1, Decimal("12200.00"), Decimal("30500.00"), 305],
        ["P147 – ville", None, 20, None, None, None, None],
    ]


def test_financements_ne_comptent_pas_les_conventions_des_bilans_non_valides():
    campagne = campagne_gelee(definition=FINANCES)
    _bilan(campagne, conventions=[{"objectif": 40}])
    en_cours = bilan_de(StructureFactory(), campagne, EtatBilan.EN_COURS)
    ConventionFactory(structure=en_cours.structure, objectif=500)

    assert _synthese(campagne).consolidation.total["@objectif_P102"] == 40


def test_taux_d_objectif_se_lit_pour_l_ensemble_et_par_type():
    campagne = campagne_gelee(definition=FINANCES)
    _bilan(campagne, conventions=[{"objectif": 40}])
    _bilan(campagne, conventions=[{"objectif": 80}], type=TypeStructure.PLIE)

    synthese = _synthese(campagne)

    _par_departement, par_type = synthese.decoupes
    assert list(synthese.indicateurs.lignes[0].valeurs) == ["Objectif atteint", 1, 120, 120]
    assert list(par_type.lignes[-1].valeurs) == ["Objectif atteint", Decimal("1.5"), Decimal("0.75"), 1]


def test_financements_ne_partagent_pas_les_conventions_entre_departements():
    campagne = campagne_gelee(definition=FINANCES)
    _bilan(campagne, conventions=[{"objectif": 40}], departements=["75", "93"])
    financeur = FinanceurFactory(perimetre=PerimetreFinanceur.DEPARTEMENTS, departements=["93"])

    for synthese in (_synthese(campagne, departement="93"), _synthese(campagne, financeurs=(financeur,))):
        assert list(synthese.financements.lignes[0].valeurs[:3]) == ["P102 – emploi", None, 50]
        assert [note for note in synthese.notes if note.startswith("Les conventions ne se partagent pas")] != []


def test_synthese_d_une_trame_sans_imputation_n_a_pas_de_financements():
    synthese = _synthese(campagne_gelee(definition=SANS_TAUX))

    assert synthese.financements is None
    assert synthese.indicateurs is None
    assert [section.code for section in synthese.sections] == ["E"]


def test_synthese_ne_somme_pas_ce_qui_ne_s_additionne_pas():
    campagne = campagne_gelee(definition=SANS_TAUX)
    for note in (4, 5):
        bilan_de(StructureFactory(), campagne, EtatBilan.VALIDE, {"E1": "2027-06-30", "E2": note})

    questions = _synthese(campagne).sections[0].tableaux[0]

    assert [list(ligne.valeurs) for ligne in questions.lignes] == [
        ["E1 – Rendu le", "2 réponses, à lire dans l’extraction"],
        ["E2 – Note", "ne s’additionne pas"],
    ]


def test_classeur_d_une_trame_sans_taux_avec_des_cases_grisees():
    campagne = campagne_gelee(definition=SANS_TAUX)
    reponses = {"E1": "2027-06-30", "E2": 4, "E3.a.N": 3, "E3.a.M": 1, "E3.b.N": 2}
    bilan_de(StructureFactory(), campagne, EtatBilan.VALIDE, reponses)
    bilan_de(StructureFactory(nom="Ancien"), campagne, EtatBilan.VALIDE, {"E1": "30 juin"})
    sortie = io.BytesIO()

    extraire(Perimetre(campagne=campagne), Format.XLSX, sortie, le=datetime(2027, 7, 1, tzinfo=UTC))

    classeur = openpyxl.load_workbook(sortie)
    grise = [[cellule.value for cellule in ligne[6:]] for ligne in classeur["E3 Grisé"].iter_rows(min_row=3)]
    assert grise == [
        ["A", None, None, "B", None, "Total", None, None],
        ["Nombre", "Mineurs", "Total", "Nombre", "Total", "Nombre", "Mineurs", "Total"],
        [None] * 8,
        [3, 1, 4, 2, 2, 5, 1, 6],
        [3, 1, 4, 2, 2, 5, 1, 6],
    ]
    dates = [ligne[6].value for ligne in classeur["E questions"].iter_rows(min_row=5, max_row=6)]
    assert dates == ["30 juin", datetime(2027, 6, 30)]  # noqa: DTZ001 (a cell)
    assert [cellule.value for cellule in classeur["Synthèse"][4]] == ["Indicateur", "Valeur"]


def test_promesses_comptent_les_centimes_juste():
    campagne = campagne_gelee()
    financeur = FinanceurFactory()
    for montant in ("0.10", "0.20", "999999.29") * 100:
        structure = StructureFactory()
        bilan_de(structure, campagne, EtatBilan.VALIDE)
        ConventionFactory(structure=structure, financeur=financeur, montant=montant)

    (promesse,) = promesses(Perimetre(campagne=campagne))

    assert promesse.montant == Decimal("99999959.00")  # SQLite alone says 99999959.0000002
