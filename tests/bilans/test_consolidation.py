"""Sums, means, rates, coverage and cuts of a campaign; who may read what, in a fixed number of queries."""

from collections import Counter
from decimal import Decimal

import pytest

from espace_structures.bilans.enums import EtatBilan
from espace_structures.bilans.metier.consolidation import consolider, forme_lineaire
from espace_structures.bilans.metier.indicateurs import calculer
from espace_structures.bilans.metier.perimetre import Couverture, Etats, Perimetre, couvertures
from espace_structures.bilans.metier.synthese import synthetiser
from espace_structures.bilans.metier.tableaux_consolides import totaux
from espace_structures.bilans.models import Bilan
from espace_structures.structures.enums import PerimetreFinanceur, TypeStructure
from tests.fabriques.bilans import PETITE_TRAME, REPONSES_COHERENTES, bilan_de, campagne_gelee
from tests.fabriques.structures import ConventionFactory, FinanceurFactory, StructureFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def campagne():
    return campagne_gelee()


def _bilan_valide(campagne, reponses=REPONSES_COHERENTES, *, etat=EtatBilan.VALIDE, **structure):
    return bilan_de(StructureFactory(**structure), campagne, etat, reponses)


def _tableau(synthese, code):
    return next(t for section in synthese.sections for t in section.tableaux if t.code == code)


# --- Sums ------------------------------------------------------------------------------------------------------------


def test_consolider_additionne_les_feuilles_et_recalcule(campagne):
    _bilan_valide(campagne, departements=["75", "93"])
    _bilan_valide(campagne, {"B1": 1, "B2": 2, "F.F1.F": 2})

    total = consolider(campagne, Bilan.objects.all()).total

    assert total["B1"] == 9
    assert total["B2"] == 22
    assert total["B3"] == 31
    assert total["B4"] == 14
    assert total["B5"] == 17
    assert total["C2.prij.F"] == 2
    assert total["G1"] == Decimal("8540.00")


def test_consolider_ne_donne_pas_zero_a_une_case_que_personne_ne_remplit(campagne):
    _bilan_valide(campagne, {"B2": 3})
    _bilan_valide(campagne, {"B2": 0})

    total = consolider(campagne, Bilan.objects.all()).total

    assert total == {"B2": Decimal(3), "B3": Decimal(3), "B5": Decimal(3)}


def test_consolider_compte_les_centimes_juste(campagne):
    for centimes in ("0.10", "0.20", "999999.29") * 100:
        _bilan_valide(campagne, {"G1": Decimal(centimes)})

    total = consolider(campagne, Bilan.objects.all()).total

    assert total["G1"] == Decimal("99999959.00")  # SQLite alone says 99999959.0000002


def test_consolider_distingue_zero_de_vide(campagne):
    _bilan_valide(campagne, {"B1": 0})

    assert consolider(campagne, Bilan.objects.all()).total["B1"] == Decimal(0)


def test_consolider_coupe_par_departement_et_par_type(campagne):
    _bilan_valide(campagne, {"B2": 5}, departements=["75", "93"])
    _bilan_valide(campagne, {"B2": 7}, departements=["93"], type=TypeStructure.PLIE)

    consolidation = consolider(campagne, Bilan.objects.all())

    assert {code: valeurs["B2"] for code, valeurs in consolidation.par_departement.items()} == {"75": 5, "93": 12}
    assert {code: valeurs["B2"] for code, valeurs in consolidation.par_type.items()} == {"ML": 10, "PLIE": 7}


def test_consolider_pondere_une_moyenne_par_le_poids_de_chaque_feuille(campagne):
    _bilan_valide(campagne, {"F.F1.F": 1, "F.F1.QPV": 1, "E2": Decimal(3)}, departements=["75"])
    _bilan_valide(campagne, {"F.F1.F": 1, "F.F12.H": 2, "E2": Decimal(7)}, departements=["93"])
    _bilan_valide(campagne, {"B1": 4, "E2": Decimal(100)}, departements=["94"])

    consolidation = consolider(campagne, Bilan.objects.all())

    assert consolidation.total["E2"] == Decimal(6)
    assert consolidation.par_departement["75"]["E2"] == Decimal(3)
    assert consolidation.par_departement["93"]["E2"] == Decimal(7)
    assert "E2" not in consolidation.par_departement["94"]


def test_consolider_laisse_de_cote_une_feuille_de_poids_nul(campagne):
    _bilan_valide(campagne, {"F.F1.F": 1, "E2": Decimal(3)}, departements=["75"])
    _bilan_valide(campagne, {"F.F1.F": 0, "E2": Decimal(100)}, departements=["94"])

    consolidation = consolider(campagne, Bilan.objects.all())

    assert consolidation.total["E2"] == Decimal(3)
    assert "E2" not in consolidation.par_departement["94"]


def test_consolider_compte_les_choix_et_les_textes(campagne):
    _bilan_valide(campagne, {"G6": "oui", "H1": "Une année."})
    _bilan_valide(campagne, {"G6": "oui", "H1": "Une autre."})
    _bilan_valide(campagne, {"G6": "non"})

    consolidation = consolider(campagne, Bilan.objects.all())

    assert consolidation.choix == {"G6": Counter(oui=2, non=1)}
    assert consolidation.textes == Counter(H1=2)


@pytest.mark.parametrize("nombre", [1, 3])
def test_consolider_tient_en_cinq_requetes(campagne, nombre, django_assert_num_queries):
    for rang in range(nombre):
        _bilan_valide(campagne, departements=["75", "93", "94"][: rang + 1])
    consolider(campagne, Bilan.objects.all())

    with django_assert_num_queries(5):
        consolidation = consolider(campagne, Bilan.objects.all())

    assert consolidation.total["B2"] == {1: 10, 3: 60}[nombre]


def test_forme_lineaire_suit_les_cellules_calculees():
    assert forme_lineaire("B5 + B2", PETITE_TRAME) == {
        "B1": 1,
        "B2": 2,
        "F.F1.F": -1,
        "F.F1.H": -1,
        "F.F12.F": -1,
        "F.F12.H": -1,
    }


def test_totaux_laissent_les_dont_hors_des_totaux():
    valeurs = {"C2.moins_26.F": Decimal(4), "C2.26_plus.F": Decimal(2), "C2.prij.F": Decimal(1), "F.F1.QPV": Decimal(3)}

    assert totaux(PETITE_TRAME, valeurs) == valeurs | {
        "C2.moins_26": Decimal(4),
        "C2.26_plus": Decimal(2),
        "C2.prij": Decimal(1),
        "C2.*.F": Decimal(6),
        "C2": Decimal(6),
        "F.*.QPV": Decimal(3),
    }


# --- Scope and coverage ----------------------------------------------------------------------------------------------


def test_couverture_compte_les_bilans_attendus_et_valides(campagne):
    _bilan_valide(campagne, departements=["75", "93"])
    _bilan_valide(campagne, departements=["93"], etat=EtatBilan.TRANSMIS, type=TypeStructure.PLIE)
    _bilan_valide(campagne, departements=["93"], etat=EtatBilan.EN_COURS)

    couverture = couvertures(Perimetre(campagne=campagne, etats=Etats.PROVISOIRES))

    assert couverture.ensemble == Couverture(attendus=3, valides=1, provisoires=1)
    assert couverture.par_departement == {
        "75": Couverture(attendus=1, valides=1),
        "93": Couverture(attendus=3, valides=1, provisoires=1),
    }
    assert couverture.par_type == {
        "ML": Couverture(attendus=2, valides=1),
        "PLIE": Couverture(attendus=1, provisoires=1),
    }


@pytest.mark.parametrize(
    ("couverture", "phrase"),
    [
        (Couverture(attendus=12, valides=11), "11 bilans validés sur 12 attendus"),
        (Couverture(attendus=1, valides=1), "1 bilan validé sur 1 attendu"),
        (Couverture(attendus=12), "Aucun bilan validé sur 12 attendus"),
        (
            Couverture(attendus=12, valides=9, provisoires=2),
            "9 bilans validés sur 12 attendus, plus 2 bilans provisoires",
        ),
    ],
)
def test_couverture_se_dit_en_une_phrase(couverture, phrase):
    assert couverture.phrase() == phrase


@pytest.mark.parametrize(("etats", "entrants"), [(Etats.VALIDES, 1), (Etats.PROVISOIRES, 111), (Etats.TOUS, 11111)])
def test_perimetre_retient_les_etats_demandes(campagne, etats, entrants):
    for rang, etat in enumerate(
        [EtatBilan.VALIDE, EtatBilan.TRANSMIS, EtatBilan.A_COMPLETER, EtatBilan.EN_COURS, EtatBilan.A_SAISIR]
    ):
        _bilan_valide(campagne, {"B2": 10**rang}, etat=etat)

    synthese = synthetiser(Perimetre(campagne=campagne, etats=etats))

    assert synthese.consolidation.total["B2"] == entrants


def test_perimetre_d_un_financeur_de_structures_suit_ses_conventions_de_l_exercice(campagne):
    financeur = FinanceurFactory()
    financee = _bilan_valide(campagne, {"B2": 5})
    ancienne = _bilan_valide(campagne, {"B2": 7})
    ConventionFactory(structure=financee.structure, financeur=financeur, exercice=2026)
    ConventionFactory(structure=ancienne.structure, financeur=financeur, exercice=2025)

    perimetre = Perimetre(campagne=campagne, financeurs=(financeur,))

    assert list(perimetre.bilans()) == [financee]
    assert synthetiser(perimetre).consolidation.total["B2"] == 5


def test_perimetre_d_un_financeur_de_departements_ne_compte_que_leurs_feuilles(campagne):
    financeur = FinanceurFactory(perimetre=PerimetreFinanceur.DEPARTEMENTS, departements=["93"])
    _bilan_valide(campagne, {"B2": 5}, departements=["75", "93"])
    _bilan_valide(campagne, {"B2": 7}, departements=["75"])

    synthese = synthetiser(Perimetre(campagne=campagne, financeurs=(financeur,)))

    assert synthese.consolidation.total["B2"] == 5
    assert list(synthese.consolidation.par_departement) == ["93"]
    assert synthese.couverture == Couverture(attendus=1, valides=1)


def test_perimetre_d_un_financeur_regional_compte_tout(campagne):
    financeur = FinanceurFactory(perimetre=PerimetreFinanceur.REGION)
    _bilan_valide(campagne, {"B2": 5})

    assert synthetiser(Perimetre(campagne=campagne, financeurs=(financeur,))).consolidation.total["B2"] == 5


def test_perimetre_sans_financeur_ne_compte_rien(campagne):
    _bilan_valide(campagne, {"B2": 5})

    assert synthetiser(Perimetre(campagne=campagne, financeurs=())).consolidation.total == {}


def test_perimetre_se_restreint_a_un_departement_et_a_un_type(campagne):
    _bilan_valide(campagne, {"B2": 5}, departements=["75", "93"])
    _bilan_valide(campagne, {"B2": 7}, departements=["75"], type=TypeStructure.PLIE)

    def entrants(**filtres):
        return synthetiser(Perimetre(campagne=campagne, **filtres)).consolidation.total["B2"]

    assert entrants() == 17
    assert entrants(departement="75") == 12
    assert entrants(type_structure="ML") == 10
    assert entrants(departement="75", type_structure="ML") == 5


def test_perimetre_se_dit_en_mots(campagne):
    financeur = FinanceurFactory(nom="Ville de Paris")

    assert Perimetre(campagne=campagne).libelle() == "Toute la région"
    assert (
        Perimetre(campagne=campagne, financeurs=(financeur,), departement="75", type_structure="PLIE").libelle()
        == "Ville de Paris – Paris – PLIE"
    )


# --- Tables ----------------------------------------------------------------------------------------------------------


def test_synthese_totalise_lignes_et_colonnes_d_un_tableau(campagne):
    _bilan_valide(campagne)
    _bilan_valide(campagne)

    tableau = _tableau(synthetiser(Perimetre(campagne=campagne)), "C2")

    assert [colonne.entetes for colonne in tableau.colonnes] == [
        ("Modalité",),
        ("Femmes",),
        ("Hommes",),
        ("Non renseigné",),
        ("Total",),
    ]
    assert [list(ligne.valeurs) for ligne in tableau.lignes] == [
        ["Moins de 26 ans", 8, 6, 0, 14],
        ["26 ans et plus", 4, 2, 0, 6],
        ["dont PRIJ", 2, 2, 0, 4],
        ["Total", 12, 8, 0, 20],
    ]


def test_synthese_laisse_vide_ce_que_personne_n_a_rempli(campagne):
    _bilan_valide(campagne, {"C2.moins_26.F": 4})

    tableau = _tableau(synthetiser(Perimetre(campagne=campagne)), "C2")

    assert [list(ligne.valeurs) for ligne in tableau.lignes] == [
        ["Moins de 26 ans", 4, None, None, 4],
        ["26 ans et plus", None, None, None, None],
        ["dont PRIJ", None, None, None, None],
        ["Total", 4, None, None, 4],
    ]


def test_synthese_montre_l_exercice_precedent_en_encre_discrete(campagne):
    structure = StructureFactory()
    bilan_de(structure, campagne_gelee(2025), EtatBilan.VALIDE, {"B2": 8, "C2.moins_26.F": 8, "F.F1.F": 1})
    bilan_de(structure, campagne, EtatBilan.VALIDE, {"B2": 9, "C2.moins_26.F": 9, "F.F1.F": 1, "F.F12.F": 1})

    synthese = synthetiser(Perimetre(campagne=campagne))
    ages, flux = _tableau(synthese, "C2"), _tableau(synthese, "B questions")

    assert synthese.precedent == 2025
    assert (ages.colonnes[-1].entetes, ages.colonnes[-1].discrete) == (("2025",), True)
    assert [ligne.valeurs[-1] for ligne in ages.lignes] == [8, None, None, 8]
    assert list(flux.lignes[1].valeurs) == ["B2 – Entrants", 9, 8]
    assert list(synthese.indicateurs.lignes[0].valeurs) == [
        "Taux de sortie en CDI",
        Decimal("0.5"),
        1,
        2,
        1,
    ]


def test_synthese_du_premier_exercice_n_a_pas_de_colonne_precedente(campagne):
    _bilan_valide(campagne)

    synthese = synthetiser(Perimetre(campagne=campagne))

    assert synthese.precedent is None
    assert [colonne.discrete for colonne in _tableau(synthese, "C2").colonnes] == [False] * 5


def test_synthese_donne_numerateur_et_denominateur_de_chaque_taux(campagne):
    _bilan_valide(campagne)
    _bilan_valide(campagne, {"F.F1.F": 1, "F.F12.H": 3, "B1": 0, "B2": 4})

    lignes = [list(ligne.valeurs) for ligne in synthetiser(Perimetre(campagne=campagne)).indicateurs.lignes]

    assert lignes == [
        ["Taux de sortie en CDI", Decimal("0.4"), 4, 10],
        ["Coût par accompagné", Decimal("4270.00") / 18, Decimal("4270.00"), 18],
    ]


def test_synthese_coupe_par_departement_avec_la_couverture_et_les_taux(campagne):
    _bilan_valide(campagne, departements=["75"])
    _bilan_valide(campagne, departements=["93"])
    _bilan_valide(campagne, departements=["93"], etat=EtatBilan.EN_COURS)

    tableau, _par_type = synthetiser(Perimetre(campagne=campagne)).decoupes

    assert [colonne.entetes[0] for colonne in tableau.colonnes] == [
        "Indicateur",
        "75 – Paris",
        "93 – Seine-Saint-Denis",
        "Ensemble",
    ]
    lignes = {ligne.valeurs[0]: list(ligne.valeurs[1:]) for ligne in tableau.lignes}
    assert lignes["Bilans attendus"] == [1, 2, 3]
    assert lignes["Bilans comptés"] == [1, 1, 2]
    assert lignes["B2 – Entrants"] == [10, 10, 20]
    assert lignes["Taux de sortie en CDI"] == [Decimal("0.5"), Decimal("0.5"), Decimal("0.5")]
    assert "C2 – Âge à l’entrée" not in lignes  # its total is B2 again


def test_synthese_garde_le_departement_qu_aucun_bilan_valide_ne_couvre(campagne):
    _bilan_valide(campagne, departements=["75"])
    _bilan_valide(campagne, departements=["93"], etat=EtatBilan.EN_COURS)

    tableau, _par_type = synthetiser(Perimetre(campagne=campagne)).decoupes

    lignes = {ligne.valeurs[0]: list(ligne.valeurs[1:]) for ligne in tableau.lignes}
    assert lignes["Bilans attendus"] == [1, 1, 2]
    assert lignes["B2 – Entrants"] == [10, None, 10]


@pytest.mark.parametrize("nombre", [1, 3])
def test_synthese_tient_en_un_nombre_fixe_de_requetes(campagne, nombre, django_assert_num_queries):
    precedente = campagne_gelee(2025)
    for _rang in range(nombre):
        structure = StructureFactory(departements=["75", "93"])
        bilan_de(structure, precedente, EtatBilan.VALIDE, REPONSES_COHERENTES)
        bilan_de(structure, campagne, EtatBilan.VALIDE, REPONSES_COHERENTES)
    campagne.refresh_from_db()

    with django_assert_num_queries(24):
        synthese = synthetiser(Perimetre(campagne=campagne))

    assert synthese.consolidation.total["B2"] == 20 * nombre


def test_indicateurs_d_une_consolidation_vide_n_ont_pas_de_valeur(campagne):
    consolidation = consolider(campagne, Bilan.objects.all())

    assert [valeur.valeur for valeur in calculer(PETITE_TRAME, consolidation.total)] == [None, None]
