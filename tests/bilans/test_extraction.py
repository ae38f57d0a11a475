"""What the three files hold, in which order, for whom; and that nothing in them runs as a formula."""

import io
from datetime import UTC, datetime
from decimal import Decimal

import openpyxl
import pytest
from django.core.management import CommandError, call_command

from espace_structures.bilans.enums import EtatBilan
from espace_structures.bilans.metier.extraction import Format, extraire, nom_de_fichier
from espace_structures.bilans.metier.perimetre import Etats, Perimetre
from espace_structures.structures.enums import TypeStructure
from tests.fabriques.bilans import REPONSES_COHERENTES, bilan_de, campagne_gelee
from tests.fabriques.structures import FinanceurFactory, StructureFactory, siret_fictif

pytestmark = pytest.mark.django_db
LE = datetime(2027, 7, 1, 10, tzinfo=UTC)
ENTETE_LONGUE = "exercice;siret;structure;type_structure;departement;etat;code;valeur"


@pytest.fixture
def campagne():
    return campagne_gelee()


def _octets(campagne, voulu, *, etats=Etats.TOUS, adresse="", **perimetre):
    sortie = io.BytesIO()
    extraire(Perimetre(campagne=campagne, etats=etats, **perimetre), voulu, sortie, le=LE, adresse=adresse)
    return sortie.getvalue()


def _lignes(campagne, voulu, **options):
    texte = _octets(campagne, voulu, **options).decode("utf-8")
    assert texte.startswith("\ufeff")
    return texte.removeprefix("\ufeff").split("\r\n")[:-1]


def _classeur(campagne, **options):
    return openpyxl.load_workbook(io.BytesIO(_octets(campagne, Format.XLSX, **options)))


def _valeurs(feuille, premiere=1):
    return [[cellule.value for cellule in ligne] for ligne in feuille.iter_rows(min_row=premiere)]


def _structure(rang, nom, **champs):
    return StructureFactory(nom=nom, siret=siret_fictif(rang), **champs)


# --- Long CSV --------------------------------------------------------------------------------------------------------


def test_csv_long_a_une_ligne_par_reponse_dans_l_ordre_de_la_trame(campagne):
    bilan_de(
        _structure(1, "Élan"), campagne, EtatBilan.VALIDE, {"H1": "Bien.", "G1": Decimal("12.50"), "B2": 0, "G6": "oui"}
    )

    siret = siret_fictif(1)
    assert _lignes(campagne, Format.CSV_LONG) == [
        ENTETE_LONGUE,
        f"2026;{siret};Élan;ML;75;valide;B2;0",
        f"2026;{siret};Élan;ML;75;valide;G1;12,5",
        f"2026;{siret};Élan;ML;75;valide;G6;oui",
        f"2026;{siret};Élan;ML;75;valide;H1;Bien.",
    ]


def test_csv_long_garde_la_feuille_sans_reponse(campagne):
    bilan_de(_structure(1, "Élan", departements=["75", "93"]), campagne)

    siret = siret_fictif(1)
    assert _lignes(campagne, Format.CSV_LONG) == [
        ENTETE_LONGUE,
        f"2026;{siret};Élan;ML;75;a_saisir;;",
        f"2026;{siret};Élan;ML;93;a_saisir;;",
    ]


def test_csv_long_classe_par_nom_sans_casse_ni_accent_puis_siret_puis_departement(campagne):
    for rang, nom, departements in [
        (4, "zèbre", ["75"]),
        (3, "Élan", ["93", "75"]),
        (1, "elan", ["2A"]),
        (2, "Alto", ["75"]),
    ]:
        bilan_de(_structure(rang, nom, departements=departements), campagne)

    colonnes = [ligne.split(";") for ligne in _lignes(campagne, Format.CSV_LONG)[1:]]

    assert [(nom, departement) for _ex, _siret, nom, _type, departement, *_reste in colonnes] == [
        ("Alto", "75"),
        ("elan", "2A"),
        ("Élan", "75"),
        ("Élan", "93"),
        ("zèbre", "75"),
    ]


def test_csv_long_neutralise_les_formules_dans_les_textes_et_les_noms(campagne):
    bilan_de(_structure(1, "=Élan"), campagne, EtatBilan.VALIDE, {"H1": '=HYPERLINK("http://exemple.fr")'})

    assert _lignes(campagne, Format.CSV_LONG)[1] == (
        f'2026;{siret_fictif(1)};\'=Élan;ML;75;valide;H1;"\'=HYPERLINK(""http://exemple.fr"")"'
    )


def test_csv_long_tient_en_peu_de_requetes(campagne, requetes_au_plus):
    for _rang in range(3):
        bilan_de(StructureFactory(departements=["75", "93"]), campagne, EtatBilan.VALIDE, REPONSES_COHERENTES)

    with requetes_au_plus("l’export long"):
        lignes = _lignes(campagne, Format.CSV_LONG)

    assert len(lignes) == 1 + 6 * len(REPONSES_COHERENTES)


# --- Wide CSV --------------------------------------------------------------------------------------------------------


def test_csv_large_a_une_ligne_par_feuille_et_une_colonne_par_case(campagne):
    bilan_de(_structure(1, "Élan"), campagne, EtatBilan.VALIDE, {"B1": 4, "B2": 10, "F.F1.F": 2, "H1": "-3 %"})
    bilan_de(_structure(2, "Alto", type=TypeStructure.PLIE), campagne)

    entete, alto, elan = (ligne.split(";") for ligne in _lignes(campagne, Format.CSV))

    assert entete[:11] == [*ENTETE_LONGUE.split(";")[:6], "B1", "B2", "B3", "B4", "B5"]
    assert len(entete) == 6 + len(campagne.cellules.all())
    assert alto == ["2026", siret_fictif(2), "Alto", "PLIE", "75", "a_saisir", *[""] * (len(entete) - 6)]
    assert elan[:11] == ["2026", siret_fictif(1), "Élan", "ML", "75", "valide", "4", "10", "14", "2", "12"]
    assert elan[entete.index("H1")] == "'-3 %"


# --- Workbook --------------------------------------------------------------------------------------------------------


def test_classeur_a_ses_feuilles_dans_l_ordre(campagne):
    bilan_de(StructureFactory(), campagne, EtatBilan.VALIDE, REPONSES_COHERENTES)

    assert _classeur(campagne).sheetnames == [
        "Synthèse",
        "Par département",
        "Par type",
        "B questions",
        "C2 Âge à l’entrée",
        "F questions",
        "F Sorties de l’année",
        "G questions",
        "Données longues",
        "Dictionnaire",
    ]


def test_classeur_montre_un_tableau_avec_ses_totaux(campagne):
    bilan_de(_structure(1, "Élan"), campagne, EtatBilan.VALIDE, REPONSES_COHERENTES)
    bilan_de(_structure(2, "Alto"), campagne, EtatBilan.VALIDE, {"C2.moins_26.F": 1})

    feuille = _classeur(campagne)["C2 Âge à l’entrée"]
    lignes = _valeurs(feuille, 3)

    assert lignes[1] == [
        *["Exercice", "SIRET", "Structure", "Type", "Département", "État"],
        *["Femmes", "Hommes", "Non renseigné", "Total"] * 4,
    ]
    assert [lignes[0][colonne] for colonne in (6, 10, 14, 18)] == [
        "Moins de 26 ans",
        "26 ans et plus",
        "dont PRIJ",
        "Total",
    ]
    assert lignes[2:] == [
        [
            *[2026, siret_fictif(2), "Alto", "Mission locale", "75 – Paris", "Validé"],
            *[1, None, None, 1],
            *[None] * 8,
            *[1, None, None, 1],
        ],
        [
            *[2026, siret_fictif(1), "Élan", "Mission locale", "75 – Paris", "Validé"],
            *[4, 3, 0, 7],
            *[2, 1, 0, 3],
            *[1, 1, 0, 2],
            *[6, 4, 0, 10],
        ],
        ["Total", *[None] * 5, *[5, 3, 0, 8], *[2, 1, 0, 3], *[1, 1, 0, 2], *[7, 4, 0, 11]],
    ]
    assert feuille.freeze_panes == "D5"


def test_classeur_a_trois_lignes_d_entete_quand_les_colonnes_sont_groupees(campagne):
    bilan_de(StructureFactory(), campagne, EtatBilan.VALIDE, REPONSES_COHERENTES)

    lignes = _valeurs(_classeur(campagne)["F Sorties de l’année"], 3)

    assert lignes[0][6:10] == ["CDI", None, None, None]
    assert lignes[1][6:10] == ["Ensemble", None, "dont QPV", None]
    assert lignes[2][6:10] == ["Femmes", "Hommes", "Total", "Total"]
    assert lignes[3][6:10] == [2, 1, 1, 3]


def test_classeur_rassemble_les_questions_d_une_section(campagne):
    bilan_de(StructureFactory(), campagne, EtatBilan.VALIDE, REPONSES_COHERENTES)

    feuille = _classeur(campagne)["G questions"]
    lignes = _valeurs(feuille, 3)

    assert [ligne[6:] for ligne in lignes] == [
        ["G1", "G6", "H1"],
        ["Coût total", "Compte rendu financier", "Déroulement"],
        [4270, "Oui", "Une année régulière."],
        [4270, None, None],
    ]
    assert feuille["G5"].number_format == '#,##0.00" €"'


def test_classeur_pondere_le_total_d_une_moyenne(campagne):
    bilan_de(_structure(1, "A"), campagne, EtatBilan.VALIDE, {"F.F1.F": 1, "E2": Decimal(3)})
    bilan_de(_structure(2, "B"), campagne, EtatBilan.VALIDE, {"F.F1.F": 3, "E2": Decimal(7)})

    assert [ligne[6] for ligne in _valeurs(_classeur(campagne)["F questions"], 5)] == [3, 7, 6]


def test_classeur_synthese_dit_perimetre_couverture_et_taux(campagne):
    bilan_de(StructureFactory(), campagne, EtatBilan.VALIDE, REPONSES_COHERENTES)
    bilan_de(StructureFactory(), campagne, EtatBilan.EN_COURS)

    lignes = _valeurs(_classeur(campagne, etats=Etats.VALIDES, adresse="https://exemple.fr/c")["Synthèse"])

    assert [ligne[0] for ligne in lignes[:4]] == [
        "Synthèse",
        "Bilan parrainage 2026 – Toute la région – Bilans validés – extrait le 01/07/2027",
        "Couverture\u00a0: 1 bilan validé sur 2 attendus.",
        "Les mêmes chiffres sur le portail\u00a0: https://exemple.fr/c",
    ]
    assert lignes[4:7] == [
        ["Indicateur", "Valeur", "Numérateur", "Dénominateur"],
        ["Taux de sortie en CDI", 0.5, 3, 6],
        ["Coût par accompagné", 305, 4270, 14],
    ]
    assert lignes[7][:2] == ["B1 – En cours au 1er janvier", 4]


def test_classeur_provisoire_le_dit_partout(campagne):
    bilan_de(StructureFactory(), campagne, EtatBilan.TRANSMIS, REPONSES_COHERENTES)

    classeur = _classeur(campagne, etats=Etats.PROVISOIRES)

    mention = (
        "Bilan parrainage 2026 – Toute la région – Provisoire\u00a0: bilans validés, transmis et à compléter "
        "– extrait le 01/07/2027"
    )
    assert {feuille["A2"].value for feuille in classeur} == {mention}
    assert {feuille.oddHeader.left.text for feuille in classeur} == {mention}


def test_classeur_donnees_longues_sont_celles_du_csv_long(campagne):
    bilan_de(_structure(1, "=Élan"), campagne, EtatBilan.VALIDE, {"B2": 10, "E2": Decimal("5.5"), "H1": "+ 1"})
    bilan_de(_structure(2, "Vide"), campagne)

    assert _valeurs(_classeur(campagne)["Données longues"], 3) == [
        ENTETE_LONGUE.split(";"),
        ["2026", siret_fictif(1), "=Élan", "ML", "75", "valide", "B2", 10],
        ["2026", siret_fictif(1), "=Élan", "ML", "75", "valide", "E2", 5.5],
        ["2026", siret_fictif(1), "=Élan", "ML", "75", "valide", "H1", "+ 1"],
        ["2026", siret_fictif(2), "Vide", "ML", "75", "a_saisir", None, None],
    ]


def test_classeur_dictionnaire_decrit_chaque_code(campagne):
    lignes = {ligne[0]: ligne for ligne in _valeurs(_classeur(campagne)["Dictionnaire"], 4)}

    assert list(lignes) == [*campagne.cellules.order_by("ordre").values_list("code", flat=True), "TX_CDI", "COUT"]
    assert lignes["C2.moins_26.F"][1:7] == [
        "C – Profil des entrants",
        "Âge à l’entrée",
        "Moins de 26 ans",
        "Femmes",
        "Effectif (nombre entier)",
        "somme",
    ]
    assert lignes["F.F1.QPV"][4:7] == ["dont QPV – Total", "Effectif (nombre entier)", "somme, hors des totaux"]
    assert lignes["B3"][6:8] == ["recalculée sur les sommes", "B1 + B2"]
    assert lignes["E2"][6] == "moyenne pondérée par B4"
    assert lignes["G6"][8] == "oui = Oui\u00a0; non = Non"
    assert lignes["TX_CDI"][7] == "(F.F1) / (B4)"


def test_classeur_sans_aucun_bilan_garde_ses_entetes(campagne):
    feuille = _classeur(campagne)["C2 Âge à l’entrée"]

    assert len(_valeurs(feuille, 3)) == 2


# --- Scope -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("etats", "noms"),
    [(Etats.VALIDES, ["V"]), (Etats.PROVISOIRES, ["C", "T", "V"]), (Etats.TOUS, ["C", "E", "S", "T", "V"])],
)
def test_extraction_retient_les_etats_demandes(campagne, etats, noms):
    for nom, etat in [
        ("V", EtatBilan.VALIDE),
        ("T", EtatBilan.TRANSMIS),
        ("C", EtatBilan.A_COMPLETER),
        ("E", EtatBilan.EN_COURS),
        ("S", EtatBilan.A_SAISIR),
    ]:
        bilan_de(StructureFactory(nom=nom), campagne, etat)

    assert [ligne.split(";")[2] for ligne in _lignes(campagne, Format.CSV_LONG, etats=etats)[1:]] == noms


def test_extraction_d_un_financeur_s_arrete_a_ses_departements(campagne):
    financeur = FinanceurFactory(perimetre="DEPARTEMENTS", departements=["93"])
    bilan_de(StructureFactory(nom="A", departements=["75", "93"]), campagne, EtatBilan.VALIDE)

    lignes = _lignes(campagne, Format.CSV_LONG, financeurs=(financeur,))

    assert [ligne.split(";")[4] for ligne in lignes[1:]] == ["93"]


@pytest.mark.parametrize(
    ("voulu", "filtres", "nom"),
    [
        (Format.XLSX, {}, "bilans-2026-valides-2027-07-01.xlsx"),
        (Format.CSV, {"departement": "2A"}, "bilans-2026-valides-2a-2027-07-01.csv"),
        (Format.CSV_LONG, {"type_structure": "ML"}, "bilans-2026-valides-ml-long-2027-07-01.csv"),
    ],
)
def test_nom_de_fichier_dit_ce_qu_il_contient(campagne, voulu, filtres, nom):
    assert nom_de_fichier(Perimetre(campagne=campagne, **filtres), voulu, le=LE) == nom


# --- Command ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "noms"),
    [
        (["--format", "csv"], ["Validé"]),
        (["--format", "csv-long"], ["Brouillon", "Transmis", "Validé"]),
        (["--format", "csv-long", "--valides"], ["Validé"]),
        (["--format", "csv-long", "--provisoires"], ["Transmis", "Validé"]),
        (["--format", "csv", "--tous"], ["Brouillon", "Transmis", "Validé"]),
    ],
)
def test_commande_extraire_choisit_les_bilans(campagne, tmp_path, arguments, noms):
    for nom, etat in [
        ("Validé", EtatBilan.VALIDE),
        ("Transmis", EtatBilan.TRANSMIS),
        ("Brouillon", EtatBilan.EN_COURS),
    ]:
        bilan_de(StructureFactory(nom=nom), campagne, etat)

    call_command("extraire", "--exercice", "2026", "--sortie", str(tmp_path / "e.csv"), *arguments)

    lignes = (tmp_path / "e.csv").read_text(encoding="utf-8-sig").splitlines()
    assert [ligne.split(";")[2] for ligne in lignes[1:]] == noms


def test_commande_extraire_ecrit_un_classeur_par_defaut(campagne, tmp_path):
    call_command("extraire", "--exercice", "2026", "--sortie", str(tmp_path / "e.xlsx"))

    assert openpyxl.load_workbook(tmp_path / "e.xlsx").sheetnames[0] == "Synthèse"


def test_commande_extraire_refuse_un_exercice_sans_campagne(tmp_path):
    with pytest.raises(CommandError, match="Aucune campagne n’est ouverte pour l’exercice 2019"):
        call_command("extraire", "--exercice", "2019", "--sortie", str(tmp_path / "e.xlsx"))

    assert list(tmp_path.iterdir()) == []


def test_commande_extraire_dit_pourquoi_elle_ne_peut_ecrire(campagne, tmp_path):
    with pytest.raises(CommandError, match="Impossible d’écrire dans"):
        call_command("extraire", "--exercice", "2026", "--sortie", str(tmp_path / "absent" / "e.xlsx"))
